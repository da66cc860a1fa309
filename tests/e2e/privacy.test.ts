import {
  AskDocument,
  CancelAccountDeletionDocument,
  DeleteMyAccountDocument,
  ExportMyDataDocument,
  LeaderboardChangedDocument,
  LeaderboardDocument,
  LoginDocument,
  RegisterDocument,
  StartQuestDocument,
  SubmitAnswerDocument,
  UpdatePrivacyDocument,
} from '@doctorpy/client';
import { waitFor } from '@doctorpy/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { codesOf, dataOf, type Platform, startPlatform, type TestLearner } from './support/platform.js';
import { whereServicesAreApart } from './support/topology.js';

const apart = whereServicesAreApart('one subgraph is stopped, and the others go on');

let platform: Platform;
const fromTheStart = { learningAfter: null, questionsAfter: null };

beforeAll(async () => {
  platform = await startPlatform({
    environment: { AUTH_DELETION_GRACE_SECONDS: '12', GATEWAY_SUBGRAPH_TIMEOUT_MS: '2000' },
  });
}, 120_000);
afterAll(() => platform?.stop());

async function scores({ client }: TestLearner): Promise<void> {
  const { startQuest } = dataOf(await client.execute(StartQuestDocument, { questId: 'python_variables_101' }));
  const input = { progressId: startQuest.id, questionId: 'q1', answer: ['age = 25'] };
  expect(dataOf(await client.execute(SubmitAnswerDocument, { input })).submitAnswer.scoreAwarded).toBeGreaterThan(0);
}

const login = ({ email, password }: TestLearner) =>
  platform.client().execute(LoginDocument, { input: { email, password } });
const board = async () => JSON.stringify(dataOf(await platform.client().execute(LeaderboardDocument, { first: 100 })));

/** Follows the leaderboard as anybody may; `latest()` is the last frame received. */
function follow() {
  const seen: string[] = [];
  const stream = platform.client().subscribe(LeaderboardChangedDocument, { first: 100 });
  void (async () => {
    for await (const { data } of stream) seen.push(JSON.stringify(data));
  })();
  return { latest: () => seen.at(-1) ?? '', stop: () => stream.return?.() };
}

describe('a learner who cares for their data', () => {
  it('exports it, turns anonymous, changes their mind once about leaving, and then leaves nothing behind', async () => {
    const lea = await platform.learner('Léa Partante');
    await scores(lea);
    const question = { query: 'Qu’est-ce qu’une variable en Python ?' };
    dataOf(await lea.client.execute(AskDocument, { input: question }));
    const live = follow();
    await waitFor(() => live.latest().includes(lea.id), { what: 'the learner on the live board' });

    const { exportMyData } = dataOf(await lea.client.execute(ExportMyDataDocument, fromTheStart));
    expect(exportMyData).toMatchObject({
      formatVersion: 1,
      account: { profile: { email: lea.email, displayName: 'Léa Partante' } },
      learning: { answers: { complete: true, items: [{ questId: 'python_variables_101', answer: ['age = 25'] }] } },
      questions: { questions: { items: [question] } },
    });

    const anonymous = { input: { anonymousOnLeaderboards: true } };
    const { updatePrivacy } = dataOf(await lea.client.execute(UpdatePrivacyDocument, anonymous));
    await waitFor(() => live.latest().includes(updatePrivacy.pseudonym ?? '?'), { what: 'the pseudonym' });
    expect(live.latest()).not.toContain(lea.id);
    expect(live.latest()).not.toContain('Léa Partante');
    dataOf(await lea.client.execute(UpdatePrivacyDocument, { input: { anonymousOnLeaderboards: false } }));
    await waitFor(() => live.latest().includes('Léa Partante'), { what: 'the name' });

    const wish = { input: { password: lea.password } };
    dataOf(await lea.client.execute(DeleteMyAccountDocument, wish));
    await waitFor(() => !live.latest().includes(lea.id), { what: 'the live board without them' });
    await waitFor(
      async () => codesOf(await lea.client.execute(ExportMyDataDocument, fromTheStart)).includes('SESSION_REVOKED'),
      {
        what: 'the end of the session',
      },
    );
    const { accessToken } = dataOf(await login(lea)).login;
    const again = platform.client(accessToken);
    expect(dataOf(await again.execute(CancelAccountDeletionDocument))).toEqual({ cancelAccountDeletion: true });
    await waitFor(() => live.latest().includes(lea.id), { what: 'the learner back on the live board' });

    dataOf(await again.execute(DeleteMyAccountDocument, wish));
    await waitFor(async () => codesOf(await login(lea)).includes('INVALID_CREDENTIALS'), {
      what: 'the deletion',
      timeoutMs: 40_000,
    });
    expect(live.latest()).not.toContain(lea.id);
    expect(await board()).not.toContain(lea.id);
    await live.stop();
    const input = { email: lea.email, password: lea.password, displayName: 'Léa Partante' };
    const { register } = dataOf(await platform.client().execute(RegisterDocument, { input }));
    expect(register.user.id).not.toBe(lea.id);
    const fresh = dataOf(
      await platform.client(register.accessToken).execute(ExportMyDataDocument, fromTheStart),
    ).exportMyData;
    expect(fresh).toMatchObject({ learning: { totals: null, answers: { items: [] } }, questions: { focus: null } });
  });

  apart.it('gets the rest of their export while a service is away, and is told that it is incomplete', async () => {
    const noe = await platform.learner('Noé');
    const pid = platform.pids().rag ?? 0;
    process.kill(pid, 'SIGSTOP');
    try {
      const answer = await noe.client.execute(ExportMyDataDocument, fromTheStart);
      expect(codesOf(answer)).toEqual(['TIMEOUT']);
      expect(answer.data?.exportMyData).toMatchObject({
        account: { profile: { displayName: 'Noé' } },
        learning: { totals: null },
        questions: null,
      });
    } finally {
      process.kill(pid, 'SIGCONT');
    }
  });
});
