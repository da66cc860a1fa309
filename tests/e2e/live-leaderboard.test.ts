import {
  type DoctorPyClient,
  LeaderboardChangedDocument,
  type LeaderboardChangedSubscription,
  StartQuestDocument,
  SubmitAnswerDocument,
} from '@doctorpy/client';
import { waitFor } from '@doctorpy/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dataOf, startTestSupergraph, type TestLearner, type TestSupergraph } from './support/supergraph.js';

let supergraph: TestSupergraph;

beforeAll(async () => {
  supergraph = await startTestSupergraph();
}, 120_000);
afterAll(() => supergraph?.stop());

type Board = LeaderboardChangedSubscription['leaderboardChanged'];

/** Follows the leaderboard; `latest()` is the last ranking received. */
function follow(client: DoctorPyClient) {
  const seen: Board[] = [];
  const errors: unknown[] = [];
  const stream = client.subscribe(LeaderboardChangedDocument, { first: 10 });
  const done = (async () => {
    for await (const answer of stream) {
      if (answer.data) seen.push(answer.data.leaderboardChanged);
      else errors.push(answer.errors);
    }
  })();
  return {
    seen,
    errors,
    done,
    latest: () => seen.at(-1),
    scoreOf: (learner: TestLearner) => seen.at(-1)?.entries.find(({ user }) => user?.id === learner.id)?.score ?? 0,
    stop: () => stream.return?.(),
  };
}

async function scores(learner: TestLearner): Promise<number> {
  const { startQuest } = dataOf(await learner.client.execute(StartQuestDocument, { questId: 'python_variables_101' }));
  const input = { progressId: startQuest.id, questionId: 'q1', answer: ['age = 25'] };
  return dataOf(await learner.client.execute(SubmitAnswerDocument, { input })).submitAnswer.scoreAwarded;
}

describe('the live leaderboard', () => {
  it('shows the ranking at once and again, names included, when somebody scores', async () => {
    const lea = await supergraph.learner('Léa en direct');
    const live = follow(supergraph.client());
    await waitFor(() => live.seen.length > 0, { what: 'the current ranking' });
    const score = await scores(lea);
    await waitFor(() => live.scoreOf(lea) === score, { what: 'the new ranking' });
    const entry = live.latest()?.entries.find(({ user }) => user?.id === lea.id);
    expect(entry?.user?.displayName).toBe('Léa en direct');
    expect(live.errors).toEqual([]);
    await live.stop();
  });

  it('goes on after Redis was restarted under it', async () => {
    const noe = await supergraph.learner('Noé');
    const live = follow(supergraph.client());
    await waitFor(() => live.seen.length > 0, { what: 'the current ranking' });
    await supergraph.redis.restart();
    let score = 0;
    await waitFor(
      async () => {
        score ||= await scores(noe).catch(() => 0);
        return score > 0;
      },
      { what: 'an answer to be taken again', timeoutMs: 20_000 },
    );
    await waitFor(() => live.scoreOf(noe) === score, { what: 'the ranking after the restart', timeoutMs: 20_000 });
    await live.stop();
  });

  it('goes on after the quest subgraph was killed', async () => {
    const ines = await supergraph.learner('Inès');
    const live = follow(supergraph.client());
    await waitFor(() => live.seen.length > 0, { what: 'the current ranking' });
    const killed = supergraph.pids().quest ?? 0;
    process.kill(killed, 'SIGKILL');
    let score = 0;
    await waitFor(
      async () => {
        if (supergraph.pids().quest === killed) return false;
        score ||= await scores(ines).catch(() => 0);
        return score > 0;
      },
      { what: 'quest to be started again', timeoutMs: 30_000 },
    );
    await waitFor(() => live.scoreOf(ines) === score, { what: 'the ranking after the kill', timeoutMs: 20_000 });
    await live.stop();
  });
});
