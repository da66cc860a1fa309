import {
  CategoriesDocument,
  LeaderboardDocument,
  MeDocument,
  MyProfileDocument,
  StartQuestDocument,
  SubmitAnswerDocument,
} from '@doctorpy/client';
import { waitFor } from '@doctorpy/testkit';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { codesOf, dataOf, type Platform, type TestLearner } from '../support/platform.js';
import { sharedPlatform } from '../support/shared-platform.js';
import { whereServicesAreApart } from '../support/topology.js';

const apart = whereServicesAreApart('one subgraph is stopped or killed, and the others go on');

let platform: Platform;
let lea: TestLearner;

beforeAll(async () => {
  platform = await sharedPlatform();
  lea = await platform.learner('Léa');
  const { startQuest } = dataOf(await lea.client.execute(StartQuestDocument, { questId: 'python_variables_101' }));
  const input = { progressId: startQuest.id, questionId: 'q1', answer: ['age = 25'] };
  dataOf(await lea.client.execute(SubmitAnswerDocument, { input }));
}, 120_000);

/** Stops a service without ending it, so that it is not started again under the test. */
function freeze(service: string): () => void {
  const pid = platform.pids()[service] ?? 0;
  process.kill(pid, 'SIGSTOP');
  return () => process.kill(pid, 'SIGCONT');
}

apart.describe('a subgraph that hangs', () => {
  it('costs only its own fields', async () => {
    const thaw = freeze('rag');
    try {
      const answer = await lea.client.execute(MyProfileDocument);
      expect(answer.data?.me).toMatchObject({
        displayName: 'Léa',
        stats: { score: expect.any(Number) },
        assistantAnswers: null,
      });
      expect(answer.errors).toEqual([
        expect.objectContaining({ path: ['me'], extensions: expect.objectContaining({ code: 'TIMEOUT' }) }),
      ]);
    } finally {
      thaw();
    }
  });

  it('does not take the names from the leaderboard’s scores', async () => {
    const thaw = freeze('auth');
    try {
      const answer = await platform.client().execute(LeaderboardDocument, { first: 10 });
      expect(answer.data?.leaderboard?.entries[0]).toMatchObject({ rank: 1, user: { id: lea.id, displayName: null } });
      expect(codesOf(answer)).toEqual(['TIMEOUT']);
    } finally {
      thaw();
    }
  });
});

apart.describe('a subgraph that is killed', () => {
  it('costs only its own fields, and comes back', async () => {
    const before = platform.pids().quest ?? 0;
    process.kill(before, 'SIGKILL');
    const down = await lea.client.execute(CategoriesDocument);
    if (down.errors) expect(codesOf(down)).toEqual(['SUBGRAPH_UNAVAILABLE']);
    expect(dataOf(await lea.client.execute(MeDocument)).me?.displayName).toBe('Léa');
    await waitFor(async () => !(await lea.client.execute(CategoriesDocument)).errors, {
      what: 'quest to answer again',
      timeoutMs: 30_000,
    });
    expect(platform.pids().quest).not.toBe(before);
  });
});

describe('a restart of MongoDB', () => {
  it('loses no answer that was acknowledged', async () => {
    const noe = await platform.learner('Noé');
    const { startQuest } = dataOf(await noe.client.execute(StartQuestDocument, { questId: 'python_variables_101' }));
    const input = { progressId: startQuest.id, questionId: 'q1', answer: ['age = 25'] };
    const { submitAnswer } = dataOf(await noe.client.execute(SubmitAnswerDocument, { input }));
    await platform.mongo.kill();
    await platform.mongo.restart();
    await waitFor(
      async () => !(await noe.client.execute(StartQuestDocument, { questId: 'python_variables_101' })).errors,
      {
        what: 'the platform to write again',
        timeoutMs: 30_000,
      },
    );
    const again = dataOf(await noe.client.execute(StartQuestDocument, { questId: 'python_variables_101' })).startQuest;
    expect(again).toMatchObject({ id: startQuest.id, score: submitAnswer.progress.score });
  });
});

describe('a Redis that is away', () => {
  it('does not stop reading; the leaderboard is answered from the record', async () => {
    await platform.redis.kill();
    try {
      const answer = await platform.client().execute(LeaderboardDocument, { first: 10 });
      expect(codesOf(answer)).toEqual([]);
      expect(answer.data?.leaderboard?.entries.length).toBeGreaterThan(0);
    } finally {
      await platform.redis.restart();
    }
  });

  it('is filled again from the record when it comes back empty', async () => {
    await platform.redis.flush();
    const { leaderboard } = dataOf(await platform.client().execute(LeaderboardDocument, { first: 10 }));
    expect(leaderboard?.entries.map(({ user }) => user?.displayName)).toEqual(expect.arrayContaining(['Léa', 'Noé']));
  });
});
