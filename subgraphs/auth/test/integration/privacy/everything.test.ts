import { dataOf, waitFor } from '@doctorpy/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createModels } from '../../../src/models/index.js';
import { callerOf, LOGIN, PASSWORD, type SignedUp } from '../environment.js';
import { type OpenIdEnvironment, openIdEnvironment } from '../openid/openid-environment.js';
import { type Authenticator, type Enrolment, withAuthenticator } from '../second-factor/environment.js';

let auth: OpenIdEnvironment & Authenticator;
beforeAll(async () => {
  auth = withAuthenticator(await openIdEnvironment());
});
afterAll(() => auth.close());

const DELETE = 'mutation ($input: DeleteMyAccountInput!) { deleteMyAccount(input: $input) { dueAt } }';

/** Every collection of auth that can name a person, by address, by name or by an id. */
const PERSONAL = [
  'accounts',
  'audit_log',
  'identities',
  'mails',
  'outbox',
  'recovery_grants',
  'refresh_tokens',
  'revocations',
  'second_factors',
  'sessions',
];
/** Those that cannot: keys, what the service knows of itself, ids of events, and sealed sign-ins under way. */
const IMPERSONAL = [
  'migration_lock',
  'migrations',
  'openid_flows',
  'processed_events',
  'relay_leases',
  'role_guards',
  'signing_keys',
];
/** What holds ids alone, and for how long docs/reference/privacy.md says. */
const KEPT = ['audit_log', 'outbox', 'revocations'];

interface Everywhere extends SignedUp, Enrolment {
  subject: string;
}

/** Somebody who has used all there is: two ways in, a second factor, a link on its way, sessions open and ended. */
async function everywhere(name?: string): Promise<Everywhere> {
  const person = await auth.newcomer(name);
  const { email } = person;
  await auth.mutate('verifyEmail', { token: person.verification });
  const { subject } = auth.person('school');
  const flow = await auth.visit(await auth.begin('school'), subject, 'school');
  dataOf(await auth.link({ ...flow, password: PASSWORD }, person.caller));
  await auth.mailbox.next(email);
  await auth.login(email, PASSWORD);
  const enrolment = await auth.enrolled(person);
  await auth.mailbox.next(email);
  await auth.mutate('requestPasswordReset', { email });
  await auth.mailbox.next(email);
  return { ...enrolment, subject };
}

/** Collections of auth with a document in which one of these texts occurs. */
async function tracesOf(...texts: string[]): Promise<string[]> {
  const collections = (await auth.connection.db?.collections()) ?? [];
  const found: string[] = [];
  for (const collection of collections) {
    for await (const document of collection.find()) {
      const json = JSON.stringify(document);
      if (texts.some((text) => json.includes(text))) {
        found.push(collection.collectionName);
        break;
      }
    }
  }
  return found.sort();
}

async function sessionIdsOf(userId: string): Promise<string[]> {
  const sessions = await auth.connection.collection('sessions').find({ userId }).toArray();
  return sessions.map(({ _id }) => String(_id));
}

it('every collection of auth is known to name people, or not to', async () => {
  const own = Object.values(createModels(auth.connection)).map(({ collection }) => collection.name);
  expect(own.filter((name) => ![...PERSONAL, ...IMPERSONAL].includes(name))).toEqual([]);
  const there = (await auth.connection.db?.collections()) ?? [];
  const names = there.map(({ collectionName }) => collectionName);
  expect(names.filter((name) => ![...PERSONAL, ...IMPERSONAL].includes(name))).toEqual([]);
});

describe('an account that was used in every way', () => {
  it('is exported whole: identities and second factor too, and no secret of them', async () => {
    const lea = await everywhere();
    const { account } = dataOf(await auth.ask('mutation { exportMyData { account } }', {}, lea.caller)).exportMyData;
    expect(account.identities).toMatchObject([
      { provider: 'school', subject: lea.subject, issuer: auth.school.issuer, linkedAt: expect.any(String) },
    ]);
    expect(account.secondFactor).toEqual({ enabledAt: expect.any(String), recoveryCodesLeft: 10 });
    expect(account.links).toMatchObject([{ purpose: 'RESET_PASSWORD', email: lea.email }]);
    expect(account.mails.map(({ kind }: { kind: string }) => kind)).toEqual(
      expect.arrayContaining(['identity-linked', 'second-factor-enabled', 'reset-password', 'verify-email']),
    );
    const factors = auth.connection.collection<{ _id: string; sealedSecret: string; recoveryCodes: string[] }>(
      'second_factors',
    );
    const stored = await factors.findOne({ _id: lea.userId });
    const text = JSON.stringify(account);
    const secrets = [lea.secret, ...lea.codes, ...(stored?.recoveryCodes ?? []), stored?.sealedSecret ?? ''];
    expect(secrets).toHaveLength(22);
    expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
    expect(text).not.toMatch(/otpauth|sealed|hash/i);
  });

  it('leaves nothing behind once deleted but the audit log, events and revocations, which hold ids alone', async () => {
    const lea = await everywhere('Léonie la Disparue');
    const totpCode = auth.code(lea.secret);
    const signIn = dataOf(await auth.ask(LOGIN, { input: { email: lea.email, password: PASSWORD, totpCode } })).login;
    const caller = callerOf(signIn.accessToken);
    const input = { password: PASSWORD, totpCode: auth.code(lea.secret) };
    dataOf(await auth.ask(DELETE, { input }, caller));
    const sessionIds = await sessionIdsOf(lea.userId);
    const [named, ids] = [
      [lea.email, 'Léonie la Disparue', lea.subject],
      [lea.userId, ...sessionIds],
    ];
    expect(sessionIds.length).toBeGreaterThan(2);
    expect(await tracesOf(...named, ...ids)).toEqual(PERSONAL);

    const accounts = auth.connection.collection<{ _id: string }>('accounts');
    await accounts.updateMany({ deletion: { $ne: null } }, { $set: { 'deletion.dueAt': new Date(0) } });
    await waitFor(async () => (await accounts.findOne({ _id: lea.userId })) === null, {
      what: 'the deletion',
      timeoutMs: 20_000,
    });
    // The farewell holds the address until it is sent.
    await waitFor(async () => (await tracesOf(...named)).length === 0, { what: 'no trace of a name' });
    expect(await tracesOf(...ids)).toEqual(KEPT);
    const events = await auth.eventsOf(lea.userId);
    expect(events.at(-1)).toBe('USER_DELETED');
    const entry = await auth.connection
      .collection('audit_log')
      .findOne({ action: 'ACCOUNT_DELETED', targetId: lea.userId });
    expect(entry).toMatchObject({ actorId: null, source: 'SCHEDULE', ip: null });
  });
});
