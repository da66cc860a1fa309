import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { FINISH, type OpenIdEnvironment, openIdEnvironment } from './openid-environment.js';

const OLD = 'kR7wB3nYt9PqLx5ZmVc2JhGfDs8AeUoI';
const NEW = 'pT4vN8xLq2RzWk6YbYcJh3GfDs9AeUoM';

let auth: OpenIdEnvironment;
beforeAll(async () => {
  auth = await openIdEnvironment({ AUTH_SECRET_KEY: OLD });
});
afterAll(() => auth.close());

it('a sign-in at a provider is finished although AUTH_SECRET_KEY was replaced meanwhile', async () => {
  const { subject, email } = auth.person();
  const input = await auth.visit(await auth.begin(), subject);
  const settings = { AUTH_SECRET_KEY: NEW, AUTH_PREVIOUS_SECRET_KEYS: OLD };
  const rotated = await auth.restart(settings, { keepFirst: true });
  const { data, errors } = await rotated.ask(FINISH, { input });
  expect(errors).toBeUndefined();
  expect(data.finishOpenIdSignIn.user.email).toBe(email);
  await rotated.close();
});
