import { generateKeyPairSync } from 'node:crypto';
import { codesOf, dataOf } from '@doctorpy/testkit';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { PASSWORD, REFRESH, REGISTER } from '../environment.js';
import { fieldCodes } from '../recovery/mail-environment.js';
import { ME, type OpenIdEnvironment, openIdEnvironment, START } from './openid-environment.js';

let auth: OpenIdEnvironment;
beforeAll(async () => {
  auth = await openIdEnvironment();
});
afterEach(() => auth.google.tamper('token', null));
afterAll(() => auth.close());

const INVALID = ['SIGN_IN_INVALID'];

async function arrived(at: 'google' | 'school' = 'google') {
  const { subject, email } = auth.person(at);
  const begun = await auth.begin(at);
  return { subject, email, begun, flow: await auth.visit(begun, subject, at) };
}

describe('attacks on the way back from the provider: ', () => {
  it('a state that nobody was given is refused', async () => {
    const { flow } = await arrived();
    expect(fieldCodes(await auth.finish({ ...flow, state: 'x'.repeat(43) }))).toEqual(INVALID);
    expect(codesOf(await auth.finish(flow))).toEqual([]);
  });

  it('a state is good once, also when it comes ten times at once', async () => {
    const { flow, email } = await arrived();
    const answers = await Promise.all(Array.from({ length: 10 }, () => auth.finish(flow)));
    expect(answers.filter((answer) => codesOf(answer).length === 0)).toHaveLength(1);
    expect(fieldCodes(await auth.finish(flow))).toEqual(INVALID);
    expect(await auth.accounts(email)).toBe(1);
  });

  it('login CSRF: a browser that did not begin the sign-in cannot finish it with the attacker’s code', async () => {
    const { flow } = await arrived();
    const { binding } = await auth.begin();
    for (const other of [binding, '', 'x'.repeat(43)]) {
      expect(fieldCodes(await auth.finish({ ...flow, binding: other }))).toEqual(INVALID);
    }
  });

  it('code injection: a stolen code is of no use in the thief’s own sign-in', async () => {
    const { flow, subject, email } = await arrived();
    const thief = await auth.begin();
    const stolen = { ...flow, state: thief.state, binding: thief.binding };
    expect(fieldCodes(await auth.finish(stolen))).toEqual(INVALID);
    expect(await auth.accounts(email)).toBe(0);
    // The provider saw its code used twice by then: its owner begins again.
    expect(codesOf(await auth.signIn(subject))).toEqual([]);
  });

  it('code injection: another code does not replace the first one', async () => {
    const { subject } = auth.person('google', { email_verified: false });
    const holder = await auth.newcomer();
    auth.google.people.set(subject, { email: holder.email, email_verified: true });
    const flow = await auth.visit(await auth.begin(), subject);
    expect(codesOf(await auth.finish(flow))).toEqual(['CONFLICT']);
    const { flow: other } = await arrived();
    expect(fieldCodes(await auth.finish({ ...flow, code: other.code }))).toEqual(INVALID);
  });

  it('PKCE downgrade: a challenge taken out of the request is noticed, also by a provider that needs none', async () => {
    const { subject } = auth.person('school');
    const begun = await auth.begin('school');
    const stripped = new URL(begun.authorizationUrl);
    for (const name of ['code_challenge', 'code_challenge_method']) stripped.searchParams.delete(name);
    const flow = await auth.visit({ ...begun, authorizationUrl: stripped.href }, subject, 'school');
    expect(fieldCodes(await auth.finish(flow))).toEqual(INVALID);
  });

  it('mix-up: an answer that names another issuer, or none where it should, is refused', async () => {
    for (const iss of [auth.school.issuer, 'https://evil.example', null]) {
      const { flow } = await arrived();
      expect(fieldCodes(await auth.finish({ ...flow, iss }))).toEqual(INVALID);
    }
  });

  it('mix-up: a code that came to another provider’s page is shown to neither', async () => {
    const { flow } = await arrived();
    expect(fieldCodes(await auth.finish({ ...flow, provider: 'school' }))).toEqual(INVALID);
    expect(codesOf(await auth.finish(flow))).toEqual([]);
  });

  it('a sign-in that took longer than ten minutes is refused', async () => {
    const { flow } = await arrived();
    auth.passSeconds(601);
    expect(fieldCodes(await auth.finish(flow))).toEqual(INVALID);
  });

  it('open redirect: no header and no argument has a part in where the provider sends the browser', async () => {
    const named = 'mutation { startOpenIdSignIn(provider: "google", redirectUri: "https://evil.example") { state } }';
    expect(codesOf(await auth.ask(named))).toEqual(['GRAPHQL_VALIDATION_FAILED']);
    const { begun } = await arrived();
    const moved = new URL(begun.authorizationUrl);
    moved.searchParams.set('redirect_uri', 'https://evil.example/connexion/google');
    await expect(auth.google.signIn(moved.href, 'somebody')).rejects.toThrow(/redirect_uri/);
  });

  it('flooding: sign-ins that are begun and not finished are limited by network', async () => {
    const few = await auth.restart({ AUTH_OIDC_LIMIT_PER_IP: '3' }, { keepFirst: true });
    const start = () => few.ask(START, { provider: 'google' }, { ip: '198.51.100.9' });
    for (let n = 0; n < 3; n += 1) expect(codesOf(await start())).toEqual([]);
    expect(codesOf(await start())).toEqual(['RATE_LIMITED']);
    await few.close();
  });

  it('a stolen database gives neither states, bindings, codes, nonces nor verifiers', async () => {
    const { flow, begun } = await arrived();
    const kept = JSON.stringify(await auth.connection.collection('openid_flows').find().toArray());
    const nonce = new URL(begun.authorizationUrl).searchParams.get('nonce') ?? '';
    for (const secret of [flow.state, flow.binding, flow.code, nonce]) expect(kept).not.toContain(secret);
  });
});

describe('attacks on the ID token: ', () => {
  const now = () => Math.floor(Date.now() / 1000);

  /** Lets the token endpoint answer with a token of the attacker's making. */
  async function forged(change: Record<string, unknown>, sign: (claims: object) => string) {
    const { subject, email, begun, flow } = await arrived();
    const nonce = new URL(begun.authorizationUrl).searchParams.get('nonce');
    const { issuer: iss, clientId: aud } = auth.google;
    const claims = { iss, aud, sub: subject, nonce, iat: now(), exp: now() + 600, email, ...change };
    auth.google.tamper('token', (body) => ({ ...body, id_token: sign(claims) }));
    return auth.finish(flow);
  }

  it('as the provider signs it, it is accepted', async () => {
    const answer = await forged({}, (claims) => auth.google.signToken(claims));
    expect(codesOf(answer)).toEqual([]);
  });

  it.each<[string, Record<string, unknown>]>([
    ['the nonce of another sign-in', { nonce: 'x'.repeat(43) }],
    ['no nonce', { nonce: undefined }],
    ['another issuer', { iss: 'https://evil.example' }],
    ['another audience', { aud: 'another-client' }],
    ['several audiences and another authorised party', { aud: ['doctorpy', 'x'], azp: 'x' }],
    ['its end in the past', { exp: Math.floor(Date.now() / 1000) - 3_600 }],
    ['no subject', { sub: undefined }],
  ])('with %s, it is refused', async (_case, change) => {
    expect(fieldCodes(await forged(change, (claims) => auth.google.signToken(claims)))).toEqual(INVALID);
  });

  it('alg none is refused', async () => {
    const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
    const answer = await forged({}, (claims) => `${encode({ alg: 'none', typ: 'JWT' })}.${encode(claims)}.`);
    expect(fieldCodes(answer)).toEqual(INVALID);
  });

  it('HS256 with the client’s secret is refused', async () => {
    const { clientSecret } = auth.google;
    const answer = await forged({}, (claims) => auth.google.signToken(claims, { algorithm: 'HS256' }, clientSecret));
    expect(fieldCodes(answer)).toEqual(INVALID);
  });

  it('a key that is not the provider’s is refused', async () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    expect(fieldCodes(await forged({}, (claims) => auth.google.signToken(claims, {}, pem)))).toEqual(INVALID);
  });

  it('no token at all is refused', async () => {
    const { flow } = await arrived();
    auth.google.tamper('token', ({ id_token: _left, ...body }) => body);
    expect(fieldCodes(await auth.finish(flow))).toEqual(INVALID);
  });

  it('a provider that calls itself otherwise than it was configured is never used', async () => {
    const impostor = (body: Record<string, unknown>) => ({ ...body, issuer: 'https://accounts.google.com' });
    auth.google.tamper('discovery', impostor);
    const fresh = await auth.restart({}, { keepFirst: true });
    expect(codesOf(await fresh.ask(START, { provider: 'google' }))).toEqual(['SERVICE_UNAVAILABLE']);
    auth.google.tamper('discovery', null);
    await fresh.close();
  });
});

describe('an account pre-registered by an attacker with the victim’s address', () => {
  /** The attacker has an account and a session with an address they cannot read. */
  async function squatted() {
    const { subject, email } = auth.person();
    const input = { email, password: PASSWORD, displayName: 'Squatter' };
    const { refreshToken, user } = dataOf(await auth.ask(REGISTER, { input })).register;
    return { subject, email, squatter: { userId: String(user.id), refreshToken: String(refreshToken) } };
  }

  it('is not joined to the victim’s identity, and does not keep the victim out', async () => {
    const { subject, email, squatter } = await squatted();
    const flow = await auth.visit(await auth.begin(), subject);
    const refused = await auth.finish(flow);
    expect(codesOf(refused)).toEqual(['CONFLICT']);
    expect(refused.errors?.[0]?.message).toContain('claimAddress');

    const { user } = dataOf(await auth.finish({ ...flow, claimAddress: true })).finishOpenIdSignIn;
    expect(user).toMatchObject({ email, emailVerified: true });
    expect(user.id).not.toBe(squatter.userId);
  });

  it('is closed when the victim takes the address: no session, password or link opens it, or the victim’s', async () => {
    const { subject, email, squatter } = await squatted();
    const { token: verification } = await auth.mailbox.next(email);
    await auth.mutate('requestPasswordReset', { email });
    const { token: reset } = await auth.mailbox.next(email);
    const flow = await auth.visit(await auth.begin(), subject);
    await auth.finish(flow);
    const { user } = dataOf(await auth.finish({ ...flow, claimAddress: true })).finishOpenIdSignIn;

    expect(codesOf(await auth.ask(REFRESH, { token: squatter.refreshToken }))).toEqual(['SESSION_REVOKED']);
    expect(await auth.staleVersions(squatter.userId)).toEqual([2]);
    expect(codesOf(await auth.login(email, PASSWORD))).toEqual(['INVALID_CREDENTIALS']);
    expect(codesOf(await auth.login(`${squatter.userId}@reclaimed.invalid`, PASSWORD))).toEqual([
      'INVALID_CREDENTIALS',
    ]);
    expect(fieldCodes(await auth.mutate('verifyEmail', { token: verification }))).toEqual(['LINK_INVALID']);
    const input = { token: reset, password: 'the attacker chooses this' };
    expect(fieldCodes(await auth.mutate('resetPassword', { input }))).toEqual(['LINK_INVALID']);
    expect((await auth.signedIn(subject)).userId).toBe(user.id);
    const entry = await auth.connection
      .collection('audit_log')
      .findOne({ action: 'ADDRESS_RECLAIMED', actorId: user.id });
    expect(entry?.targetId).toBe(squatter.userId);
  });

  it('stays as it is when the provider does not vouch for the address, whatever is asked', async () => {
    const { subject, email, squatter } = await squatted();
    auth.google.people.set(subject, { email, email_verified: false });
    const flow = await auth.visit(await auth.begin(), subject);
    expect(codesOf(await auth.finish({ ...flow, claimAddress: true }))).toEqual(['CONFLICT']);
    expect(codesOf(await auth.ask(REFRESH, { token: squatter.refreshToken }))).toEqual([]);
  });

  it('is the same when it was made through a provider that vouches for nothing: a reset throws that identity out', async () => {
    const { email } = auth.person();
    const { subject: attacker } = auth.person('school', { email, email_verified: false });
    const { userId } = await auth.signedIn(attacker, 'school');
    await auth.mailbox.next(email);
    await auth.mutate('requestPasswordReset', { email });
    const { token } = await auth.mailbox.next(email);
    await auth.mutate('resetPassword', { input: { token, password: PASSWORD } });
    expect(dataOf(await auth.login(email, PASSWORD)).login.user.id).toBe(userId);
    expect(codesOf(await auth.signIn(attacker, 'school'))).toEqual(['CONFLICT']);
  });
});

describe('an account whose owner proved its address', () => {
  it('is never signed in to, nor closed, by an identity that merely has the address', async () => {
    const lea = await auth.newcomer();
    await auth.mutate('verifyEmail', { token: lea.verification });
    const { subject } = auth.person('google', { email: lea.email });
    const flow = await auth.visit(await auth.begin(), subject);
    expect(codesOf(await auth.finish({ ...flow, claimAddress: true }))).toEqual(['CONFLICT']);
    expect(dataOf(await auth.ask(ME, {}, lea.caller)).me).toMatchObject({ email: lea.email, identities: [] });
    expect(await auth.accounts(lea.email)).toBe(1);
  });

  it('nor one that an administrator trusted with a role', async () => {
    const author = await auth.promoted('AUTHOR');
    const { subject } = auth.person('google', { email: author.email });
    const flow = await auth.visit(await auth.begin(), subject);
    expect(codesOf(await auth.finish({ ...flow, claimAddress: true }))).toEqual(['CONFLICT']);
    expect(codesOf(await auth.ask(REFRESH, { token: author.refreshToken }))).toEqual([]);
  });
});
