import { createOutbox } from '@doctorpy/service-kit/events';
import { silentLogger } from '@doctorpy/service-kit/logging';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createModels } from '../../src/models/index.js';
import { createPasswords } from '../../src/services/account/passwords.js';
import { demoAccounts, seedDemoAccounts } from '../../src/services/seeding/demo-accounts.js';
import { type AuthEnvironment, authEnvironment, callerOf, LOGIN } from './environment.js';

let auth: AuthEnvironment;
beforeAll(async () => {
  auth = await authEnvironment();
});
afterAll(() => auth.close());

async function seed(env: { NODE_ENV: 'development' | 'production'; DEMO_PASSWORD?: string }): Promise<void> {
  const { connection } = auth;
  await seedDemoAccounts({
    env: { PLATFORM_TIME_ZONE: 'Europe/Paris', DEMO_PASSWORD: undefined, ...env },
    connection,
    models: createModels(connection),
    outbox: createOutbox({ connection, producer: 'auth' }),
    passwords: await createPasswords('minimum'),
    log: silentLogger(),
  });
}

const count = () => auth.connection.collection('accounts').countDocuments();

describe('the demo accounts', () => {
  it('never exist in production, nor without a password', async () => {
    await seed({ NODE_ENV: 'production', DEMO_PASSWORD: 'demo-pass-1234' });
    await seed({ NODE_ENV: 'development' });
    expect(await count()).toBe(0);
  });

  it('can sign in, with their roles; seeding twice makes no second set', async () => {
    const env = { NODE_ENV: 'development', DEMO_PASSWORD: 'demo-pass-1234' } as const;
    await Promise.all([seed(env), seed(env)]);
    await seed(env);
    expect(await count()).toBe(demoAccounts.length);
    for (const { email, roles } of demoAccounts) {
      const { data } = await auth.ask(LOGIN, { input: { email, password: 'demo-pass-1234' } });
      expect(callerOf(data.login.accessToken).roles).toEqual(roles);
    }
  });

  it('take the new password when it was drawn again', async () => {
    await seed({ NODE_ENV: 'development', DEMO_PASSWORD: 'another-pass-5678' });
    const input = { email: 'admin@doctorpy.test', password: 'another-pass-5678' };
    expect((await auth.ask(LOGIN, { input })).errors).toBeUndefined();
    expect(await count()).toBe(demoAccounts.length);
  });
});
