import { codesOf, dataOf } from '@doctorpy/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PASSWORD } from '../environment.js';
import { fieldCodes, PUBLIC_URL } from '../recovery/mail-environment.js';
import { ME, type OpenIdEnvironment, openIdEnvironment, START } from './openid-environment.js';

let auth: OpenIdEnvironment;
beforeAll(async () => {
  auth = await openIdEnvironment();
});
afterAll(() => auth.close());

describe('signing in with an OpenID provider', () => {
  it('is offered for every configured provider', async () => {
    expect((await auth.ask('{ identityProviders { id label } }')).data).toEqual({
      identityProviders: [
        { id: 'google', label: 'Google' },
        { id: 'school', label: 'School' },
      ],
    });
  });

  it.each(['google', 'school'] as const)(
    'makes an account the first time and finds it again after (%s)',
    async (at) => {
      const { subject, email } = auth.person(at);
      const first = await auth.signedIn(subject, at);
      const { me } = dataOf(await auth.ask(ME, {}, first.caller));
      expect(me).toMatchObject({
        id: first.userId,
        email,
        emailVerified: true,
        hasPassword: false,
        identities: [{ provider: at, email }],
      });
      expect(await auth.eventsOf(first.userId)).toEqual(['USER_REGISTERED', 'USER_AUTHENTICATED']);
      expect((await auth.signedIn(subject, at)).userId).toBe(first.userId);
    },
  );

  it('gives a drawn public name, never what the provider calls the person', async () => {
    const { subject } = auth.person('school', { email: 'lea.durand@example.org' });
    Object.assign(auth.school.people.get(subject) ?? {}, { name: 'Léa Durand' });
    const { caller } = await auth.signedIn(subject, 'school');
    const { displayName } = dataOf(await auth.ask(ME, {}, caller)).me;
    expect(displayName).toMatch(/^Pythoniste-[a-z2-9]{6}$/);
  });

  it('asks for PKCE with S256, a nonce and no more than openid and email, and sends back to the front end', async () => {
    const { authorizationUrl, state, binding } = await auth.begin();
    const asked = Object.fromEntries(new URL(authorizationUrl).searchParams);
    expect(asked).toMatchObject({
      response_type: 'code',
      code_challenge_method: 'S256',
      scope: 'openid email',
      redirect_uri: `${PUBLIC_URL}/connexion/google`,
      state,
    });
    expect(asked.nonce).toHaveLength(43);
    expect(authorizationUrl).not.toContain(binding);
  });

  it('leaves accounts without a password, which no password opens and a reset can set', async () => {
    const { subject, email } = auth.person();
    const { userId } = await auth.signedIn(subject);
    for (const password of ['', 'null', PASSWORD]) {
      expect(codesOf(await auth.login(email, password))).toEqual(['INVALID_CREDENTIALS']);
    }
    await auth.mutate('requestPasswordReset', { email });
    const { token } = await auth.mailbox.next(email);
    await auth.mutate('resetPassword', { input: { token, password: PASSWORD } });
    expect(dataOf(await auth.login(email, PASSWORD)).login.user.id).toBe(userId);
    // The provider vouches for the address that the link went to.
    expect((await auth.signedIn(subject)).userId).toBe(userId);
  });

  it('tells somebody without a password what to do where one is asked for', async () => {
    const { subject } = auth.person();
    const { caller } = await auth.signedIn(subject);
    const input = { currentPassword: PASSWORD, newPassword: 'encore un autre choix de mots' };
    const { errors } = await auth.mutate('changePassword', { input }, caller);
    expect(fieldCodes({ errors })).toEqual(['PASSWORD_ABSENT']);
    expect(JSON.stringify(errors)).toMatch(/requestPasswordReset/);
  });

  it('lets somebody without a password change their address from a session that has just begun, and no older one', async () => {
    const { subject } = auth.person();
    const { caller } = await auth.signedIn(subject);
    const input = { newEmail: `${subject}-elsewhere@example.org` };
    expect((await auth.mutate('requestEmailChange', { input }, caller)).errors).toBeUndefined();
    expect((await auth.mailbox.next(input.newEmail)).token).toBeTruthy();
    auth.passSeconds(601);
    expect(fieldCodes(await auth.mutate('requestEmailChange', { input }, caller))).toEqual(['SIGN_IN_TOO_OLD']);
  });

  it('keeps the same subject at two issuers apart', async () => {
    const { subject } = auth.person('google');
    auth.school.people.set(subject, { email: `other-${subject}@example.org`, email_verified: true });
    const [first, second] = [await auth.signedIn(subject, 'google'), await auth.signedIn(subject, 'school')];
    expect(first.userId).not.toBe(second.userId);
  });

  it('finds the account by issuer and subject when the address at the provider changes', async () => {
    const { subject } = auth.person();
    const { userId } = await auth.signedIn(subject);
    auth.google.people.set(subject, { email: `new-${subject}@example.org`, email_verified: true });
    expect((await auth.signedIn(subject)).userId).toBe(userId);
  });

  it('takes an address that the provider does not vouch for as unverified, and sends a link', async () => {
    const { subject, email } = auth.person('google', { email_verified: false });
    const { caller } = await auth.signedIn(subject);
    expect(dataOf(await auth.ask(ME, {}, caller)).me.emailVerified).toBe(false);
    await auth.mutate('verifyEmail', { token: (await auth.mailbox.next(email)).token });
    expect(dataOf(await auth.ask(ME, {}, caller)).me.emailVerified).toBe(true);
  });

  it('refuses a newcomer whose provider tells no address, saying so', async () => {
    const { subject } = auth.person();
    auth.google.people.set(subject, {});
    expect(fieldCodes(await auth.signIn(subject))).toEqual(['PROVIDER_EMAIL_MISSING']);
  });

  it('makes one account of 20 first sign-ins at once', async () => {
    const { subject, email } = auth.person();
    const flows = await Promise.all(Array.from({ length: 20 }, async () => auth.visit(await auth.begin(), subject)));
    const answers = await Promise.all(flows.map((flow) => auth.finish(flow)));
    const users = answers.map((answer) => dataOf(answer).finishOpenIdSignIn.user.id);
    expect(new Set(users).size).toBe(1);
    expect(await auth.accounts(email)).toBe(1);
  });

  it('is written to the audit log with its way', async () => {
    const { subject } = auth.person();
    const { userId } = await auth.signedIn(subject);
    const entries = await auth.connection.collection('audit_log').find({ targetId: userId }).sort({ _id: 1 }).toArray();
    expect(entries.map(({ action }) => action)).toEqual(['ACCOUNT_REGISTERED', 'IDENTITY_LINKED', 'LOGIN_SUCCEEDED']);
    expect(entries.at(-1)?.details).toMatchObject({ method: 'OPENID', provider: 'google' });
    expect(JSON.stringify(entries)).not.toContain(subject);
  });

  it('refuses a suspended account', async () => {
    const { subject } = auth.person();
    const { userId } = await auth.signedIn(subject);
    const { caller } = await auth.promoted('ADMIN');
    const suspend = 'mutation ($input: SuspendUserInput!) { suspendUser(input: $input) { id } }';
    dataOf(await auth.ask(suspend, { input: { userId, reason: 'a test of suspension' } }, caller));
    expect(codesOf(await auth.signIn(subject))).toEqual(['ACCOUNT_SUSPENDED']);
  });

  it('answers NOT_FOUND for a provider that is not configured', async () => {
    expect(codesOf(await auth.ask(START, { provider: 'elsewhere' }))).toEqual(['NOT_FOUND']);
  });
});

describe('while the provider is down', () => {
  it('auth starts, sign-in says what to do, and works again without a restart', async () => {
    const { subject } = auth.person();
    await auth.google.stop();
    const second = await auth.restart({}, { keepFirst: true });
    try {
      const refused = await second.ask(START, { provider: 'google' });
      expect(codesOf(refused)).toEqual(['SERVICE_UNAVAILABLE']);
      expect(refused.errors?.[0]?.message).toContain('connectez-vous avec votre mot de passe');
      await auth.google.start();
      const begun = dataOf(await second.ask(START, { provider: 'google' })).startOpenIdSignIn;
      expect(codesOf(await auth.finish(await auth.visit(begun, subject)))).toEqual([]);
    } finally {
      await auth.google.start();
      await second.close();
    }
  });

  it('a sign-in that was at the provider is refused as unavailable, not as wrong', async () => {
    const { subject } = auth.person();
    const flow = await auth.visit(await auth.begin(), subject);
    await auth.google.stop();
    expect(codesOf(await auth.finish(flow))).toEqual(['SERVICE_UNAVAILABLE']);
    await auth.google.start();
  });

  it('so is one whose answer is larger than any real one', async () => {
    const { subject } = auth.person();
    const flow = await auth.visit(await auth.begin(), subject);
    auth.google.tamper('token', (body) => ({ ...body, padding: 'x'.repeat(300_000) }));
    expect(codesOf(await auth.finish(flow))).toEqual(['SERVICE_UNAVAILABLE']);
    auth.google.tamper('token', null);
  });
});

describe('where a verified address is required', () => {
  it('lets in whom the provider vouches for, and others once they followed the link', async () => {
    const strict = await openIdEnvironment({ AUTH_REQUIRE_VERIFIED_EMAIL: 'true' });
    try {
      expect(codesOf(await strict.signIn(strict.person().subject))).toEqual([]);
      const { subject, email } = strict.person('google', { email_verified: false });
      expect(codesOf(await strict.signIn(subject))).toEqual(['EMAIL_NOT_VERIFIED']);
      await strict.mutate('verifyEmail', { token: (await strict.mailbox.next(email)).token });
      expect(codesOf(await strict.signIn(subject))).toEqual([]);
    } finally {
      await strict.close();
    }
  });
});
