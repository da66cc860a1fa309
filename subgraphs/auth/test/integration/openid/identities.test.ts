import { codesOf, dataOf } from '@doctorpy/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PASSWORD, type SignedUp } from '../environment.js';
import { fieldCodes } from '../recovery/mail-environment.js';
import { ME, type OpenIdEnvironment, openIdEnvironment } from './openid-environment.js';

let auth: OpenIdEnvironment;
beforeAll(async () => {
  auth = await openIdEnvironment();
});
afterAll(() => auth.close());

/** Somebody with a password and a proved address. */
async function lea(): Promise<SignedUp> {
  const person = await auth.newcomer();
  await auth.mutate('verifyEmail', { token: person.verification });
  return person;
}

const identitiesOf = async (caller: SignedUp['caller']): Promise<{ id: string; provider: string }[]> =>
  dataOf(await auth.ask(ME, {}, caller)).me.identities;

async function linked(person: SignedUp, at: 'google' | 'school' = 'google') {
  const { subject } = auth.person(at);
  const flow = await auth.visit(await auth.begin(at, person.caller), subject, at);
  const { id } = dataOf(await auth.link({ ...flow, password: PASSWORD }, person.caller)).linkIdentity;
  return { subject, id: String(id) };
}

describe('linking an identity', () => {
  it('takes the password again, opens the account from then on, and tells its owner by mail', async () => {
    const person = await lea();
    const { subject } = await linked(person);
    expect(await identitiesOf(person.caller)).toMatchObject([{ provider: 'google' }]);
    expect((await auth.signedIn(subject)).userId).toBe(person.userId);
    const mail = await auth.mailbox.next(person.email);
    expect(mail.parsed.subject).toBe('Un nouveau moyen de connexion pour votre compte');
  });

  it('is what somebody does whose address has an account, without another visit to the provider', async () => {
    const person = await lea();
    const { subject } = auth.person('google', { email: person.email });
    const flow = await auth.visit(await auth.begin(), subject);
    expect(codesOf(await auth.finish(flow))).toEqual(['CONFLICT']);
    expect(codesOf(await auth.link({ ...flow, password: PASSWORD }, person.caller))).toEqual([]);
    expect((await auth.signedIn(subject)).userId).toBe(person.userId);
  });

  it('is refused without the password or with a wrong one, which does not cost the visit', async () => {
    const person = await lea();
    const flow = await auth.visit(await auth.begin(), auth.person().subject);
    expect(fieldCodes(await auth.link(flow, person.caller))).toEqual(['PASSWORD_REQUIRED']);
    expect(fieldCodes(await auth.link({ ...flow, password: 'wrong' }, person.caller))).toEqual(['PASSWORD_WRONG']);
    expect(codesOf(await auth.link({ ...flow, password: PASSWORD }, {}))).toEqual(['UNAUTHENTICATED']);
    expect(codesOf(await auth.link({ ...flow, password: PASSWORD }, person.caller))).toEqual([]);
  });

  it('takes a proved address: the account’s own mail, or a provider that vouches for the same', async () => {
    const person = await auth.newcomer();
    const other = await auth.visit(await auth.begin(), auth.person().subject);
    expect(codesOf(await auth.link({ ...other, password: PASSWORD }, person.caller))).toEqual(['EMAIL_NOT_VERIFIED']);
    const { subject } = auth.person('google', { email: person.email });
    const own = await auth.visit(await auth.begin(), subject);
    expect(codesOf(await auth.link({ ...own, password: PASSWORD }, person.caller))).toEqual([]);
    expect(dataOf(await auth.ask(ME, {}, person.caller)).me.emailVerified).toBe(true);
  });

  it('without a password takes a session that has just begun', async () => {
    const { subject } = auth.person();
    const person = await auth.signedIn(subject);
    const flow = async () => auth.visit(await auth.begin('school'), auth.person('school').subject, 'school');
    expect(codesOf(await auth.link(await flow(), person.caller))).toEqual([]);
    auth.passSeconds(601);
    expect(fieldCodes(await auth.link(await flow(), person.caller))).toEqual(['SIGN_IN_TOO_OLD']);
    const again = await auth.signedIn(subject);
    expect(codesOf(await auth.link(await flow(), again.caller))).toEqual([]);
  });

  it('is refused when the identity opens another account, and does nothing when it opens this one', async () => {
    const [first, second] = [await lea(), await lea()];
    const { subject } = await linked(first);
    const again = async (person: SignedUp) =>
      auth.link({ ...(await auth.visit(await auth.begin(), subject)), password: PASSWORD }, person.caller);
    expect(codesOf(await again(second))).toEqual(['CONFLICT']);
    expect(codesOf(await again(first))).toEqual([]);
    expect(await identitiesOf(first.caller)).toHaveLength(1);
    expect(await identitiesOf(second.caller)).toEqual([]);
  });

  it('by ten accounts at once links one of them', async () => {
    const people = await Promise.all(Array.from({ length: 10 }, () => lea()));
    const { subject } = auth.person();
    const flows = await Promise.all(people.map(async () => auth.visit(await auth.begin(), subject)));
    const answers = await Promise.all(
      people.map(({ caller }, n) => {
        const flow = flows[n];
        if (!flow) throw new Error('A flow is missing.');
        return auth.link({ ...flow, password: PASSWORD }, caller);
      }),
    );
    expect(answers.flatMap(codesOf)).toEqual(Array(9).fill('CONFLICT'));
  });

  it('is undone by a reset of the password, unless the provider vouches for the account’s address', async () => {
    const person = await lea();
    const { subject: thief } = await linked(person);
    await auth.mailbox.next(person.email);
    const { subject: own } = auth.person('school', { email: person.email });
    const flow = await auth.visit(await auth.begin('school'), own, 'school');
    dataOf(await auth.link({ ...flow, password: PASSWORD }, person.caller));
    await auth.mailbox.next(person.email);

    await auth.mutate('requestPasswordReset', { email: person.email });
    const { token } = await auth.mailbox.next(person.email);
    await auth.mutate('resetPassword', { input: { token, password: 'encore quatre autres mots' } });
    expect((await auth.signedIn(own, 'school')).userId).toBe(person.userId);
    expect((await auth.signedIn(thief)).userId).not.toBe(person.userId);
  });

  it('is undone with the change of address of whoever linked it', async () => {
    const person = await lea();
    const newEmail = `thief-${person.email}`;
    await auth.mutate('requestEmailChange', { input: { newEmail, password: PASSWORD } }, person.caller);
    await auth.mutate('confirmEmailChange', { token: (await auth.mailbox.next(newEmail)).token });
    const { subject: thief } = await linked(person);
    const { token } = await auth.mailbox.next(person.email);
    expect((await auth.mutate('undoEmailChange', { token })).data).toEqual({ undoEmailChange: true });
    expect((await auth.signedIn(thief)).userId).not.toBe(person.userId);
  });
});

describe('unlinking an identity', () => {
  it('takes the password again, and that identity opens the account no more', async () => {
    const person = await lea();
    const { id, subject } = await linked(person);
    expect(fieldCodes(await auth.unlink({ id }, person.caller))).toEqual(['PASSWORD_REQUIRED']);
    expect(dataOf(await auth.unlink({ id, password: PASSWORD }, person.caller))).toEqual({ unlinkIdentity: true });
    expect((await auth.signedIn(subject)).userId).not.toBe(person.userId);
    const actions = await auth.connection.collection('audit_log').distinct('action', { targetId: person.userId });
    expect(actions).toEqual(expect.arrayContaining(['IDENTITY_LINKED', 'IDENTITY_UNLINKED']));
  });

  it('is refused for somebody else’s', async () => {
    const [owner, other] = [await lea(), await lea()];
    const { id } = await linked(owner);
    expect(codesOf(await auth.unlink({ id, password: PASSWORD }, other.caller))).toEqual(['NOT_FOUND']);
    expect(codesOf(await auth.unlink({ id, password: PASSWORD }, {}))).toEqual(['UNAUTHENTICATED']);
  });

  it('never takes the last way in, also when two are taken at once', async () => {
    const person = await auth.signedIn(auth.person().subject);
    const [only] = await identitiesOf(person.caller);
    expect(codesOf(await auth.unlink({ id: only?.id ?? '' }, person.caller))).toEqual(['CONFLICT']);

    const flow = await auth.visit(await auth.begin('school'), auth.person('school').subject, 'school');
    dataOf(await auth.link(flow, person.caller));
    const both = await identitiesOf(person.caller);
    const answers = await Promise.all(both.map(({ id }) => auth.unlink({ id }, person.caller)));
    expect(answers.flatMap(codesOf)).toEqual(['CONFLICT']);
    expect(await identitiesOf(person.caller)).toHaveLength(1);
  });

  it('shows nobody else which identities an account has', async () => {
    const person = await lea();
    await linked(person);
    const query = `{ _entities(representations: [{ __typename: "User", id: "${person.userId}" }]) {
      ... on User { identities { email } hasPassword }
    } }`;
    const { caller } = await lea();
    expect(codesOf(await auth.ask(query, {}, caller))).toContain('FORBIDDEN');
  });
});
