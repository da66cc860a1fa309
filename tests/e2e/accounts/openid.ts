import {
  FinishOpenIdSignInDocument,
  IdentityProvidersDocument,
  LinkIdentityDocument,
  MyIdentitiesDocument,
  RefreshSessionDocument,
  StartOpenIdSignInDocument,
  UnlinkIdentityDocument,
  VerifyEmailDocument,
} from '@doctorpy/client';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { codesOf, dataOf, type Platform } from '../support/platform.js';
import { sharedPlatform } from '../support/shared-platform.js';
import { mailbox, school } from './around.js';

let platform: Platform;

beforeAll(async () => {
  platform = await sharedPlatform();
}, 120_000);

/** What a front end does: asks where to go, goes there, and reads the address it comes back with. */
async function visit(subject: string) {
  const started = await platform.client().execute(StartOpenIdSignInDocument, { provider: 'school' });
  const { authorizationUrl, state, binding } = dataOf(started).startOpenIdSignIn;
  const back = await school.signIn(authorizationUrl, subject);
  expect(`${back.origin}${back.pathname}`).toBe('https://apprendre.example/connexion/school');
  expect(back.searchParams.get('state')).toBe(state);
  const provider = back.pathname.split('/').at(-1) ?? '';
  return { provider, state, binding, code: back.searchParams.get('code') ?? '', iss: back.searchParams.get('iss') };
}

describe('a pupil who signs in with their school', () => {
  it('finds the button, gets an account without a password, and a session that refreshes', async () => {
    const { identityProviders } = dataOf(await platform.client().execute(IdentityProvidersDocument));
    expect(identityProviders).toEqual([{ id: 'school', label: 'Collège Ada-Lovelace' }]);

    school.people.set('pupil-1', { email: 'pupil-1@school.example', email_verified: true });
    const input = await visit('pupil-1');
    const answer = dataOf(await platform.client().execute(FinishOpenIdSignInDocument, { input })).finishOpenIdSignIn;
    expect(answer.user).toMatchObject({ roles: ['LEARNER'] });
    const { me } = dataOf(await platform.client(answer.accessToken).execute(MyIdentitiesDocument));
    expect(me).toMatchObject({
      hasPassword: false,
      identities: [{ provider: 'school', email: 'pupil-1@school.example' }],
    });
    const { refreshToken } = answer;
    dataOf(await platform.client().execute(RefreshSessionDocument, { refreshToken }));

    expect(codesOf(await platform.client().execute(FinishOpenIdSignInDocument, { input }))).toEqual(['BAD_USER_INPUT']);
    const logged = (await platform.log('auth')) + (await platform.log('gateway'));
    for (const secret of [input.code, input.binding, input.state, school.clientSecret]) {
      expect(logged).not.toContain(secret);
    }
  });

  it('with an account already signs in to that and links the school, without another visit', async () => {
    const lea = await platform.learner('Léa');
    dataOf(await platform.client().execute(VerifyEmailDocument, { token: (await mailbox.next(lea.email)).token }));
    school.people.set('lea', { email: lea.email, email_verified: true });
    const input = await visit('lea');
    expect(codesOf(await platform.client().execute(FinishOpenIdSignInDocument, { input }))).toEqual(['CONFLICT']);

    const linked = await lea.client.execute(LinkIdentityDocument, { input: { ...input, password: lea.password } });
    const { id } = dataOf(linked).linkIdentity;
    const again = await platform.client().execute(FinishOpenIdSignInDocument, { input: await visit('lea') });
    expect(dataOf(again).finishOpenIdSignIn.user.id).toBe(lea.id);

    dataOf(await lea.client.execute(UnlinkIdentityDocument, { input: { id, password: lea.password } }));
    const refused = await platform.client().execute(FinishOpenIdSignInDocument, { input: await visit('lea') });
    expect(codesOf(refused)).toEqual(['CONFLICT']);
  });
});
