import {
  AchievementUnlockedDocument,
  type DoctorPyClient,
  LeaderboardChangedDocument,
  type LeaderboardChangedSubscription,
  StartQuestDocument,
  SubmitAnswerDocument,
} from '@doctorpy/client';
import { waitFor } from '@doctorpy/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import WebSocket from 'ws';
import { dataOf, type Platform, startPlatform, type TestLearner } from './support/platform.js';

let platform: Platform;

beforeAll(async () => {
  // The simplest deployment of all: one secret for auth and every gateway.
  platform = await startPlatform({ tokens: 'shared-secret' });
}, 120_000);
afterAll(() => platform?.stop());

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

interface SocketMessage {
  type: string;
  payload?: { data?: { leaderboardChanged: Board & { me?: { rank: number } } } };
}

/** Opens a socket by hand, to see what a client library would hide. */
function openSocket(url: string, init: object) {
  const socket = new WebSocket(url.replace(/^http/, 'ws'), 'graphql-transport-ws');
  const messages: SocketMessage[] = [];
  let closed: { code: number; reason: string } | null = null;
  socket.on('open', () => socket.send(JSON.stringify({ type: 'connection_init', payload: init })));
  socket.on('message', (data) => messages.push(JSON.parse(String(data))));
  socket.on('close', (code, reason) => {
    closed = { code, reason: String(reason) };
  });
  socket.on('error', () => undefined);
  return { socket, messages, closed: () => closed };
}

describe('a socket', () => {
  const claims = { sid: 'session', av: 1, roles: ['LEARNER'] };
  const tokenFor = (userId: string, seconds: number) =>
    platform.signToken({ ...claims, sub: userId, exp: Math.floor(Date.now() / 1000) + seconds });

  it('is closed with 4403 when the token expires', async () => {
    const { socket, messages, closed } = openSocket(platform.url, { authorization: `Bearer ${tokenFor('lea', 2)}` });
    await waitFor(() => messages.some(({ type }) => type === 'connection_ack'), { what: 'the acknowledgement' });
    socket.send(
      JSON.stringify({
        id: '1',
        type: 'subscribe',
        payload: { query: 'subscription { leaderboardChanged { updatedAt } }' },
      }),
    );
    await waitFor(() => messages.some(({ type }) => type === 'next'), { what: 'the first ranking' });
    await waitFor(() => closed() !== null, { what: 'the end of the token' });
    expect(closed()?.code).toBe(4403);
  });

  it('is refused with a token that is not valid', async () => {
    const { closed } = openSocket(platform.url, { authorization: 'Bearer garbage' });
    await waitFor(() => closed() !== null, { what: 'the refusal' });
    expect(closed()).toMatchObject({ code: 4403, reason: expect.stringContaining('UNAUTHENTICATED') });
  });

  it('is refused to pages of other origins', async () => {
    const socket = new WebSocket(platform.url.replace(/^http/, 'ws'), 'graphql-transport-ws', {
      origin: 'https://evil.example',
    });
    const status = await new Promise((resolve) => {
      socket.on('unexpected-response', (_request, response) => resolve(response.statusCode));
      socket.on('open', () => resolve('open'));
    });
    socket.on('error', () => undefined);
    socket.terminate();
    expect(status).toBe(403);
  });

  it('gives signed-in callers, and only them, what is theirs', async () => {
    const learner = await platform.learner('Badge');
    const anonymous = platform.client().subscribe(AchievementUnlockedDocument);
    await expect(anonymous.next()).rejects.toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
    const other = await platform.learner('Autre');
    const [mine, theirs] = [learner, other].map((one) => one.client.subscribe(AchievementUnlockedDocument));
    const first = mine?.next();
    let leaked = false;
    void theirs?.next().then(({ done }) => {
      leaked = !done;
    });
    await waitFor(async () => (await scores(learner)) >= 0, { what: 'an answer' });
    const { value } = (await first) ?? {};
    expect(value?.data?.achievementUnlocked.achievement.title).toEqual(expect.any(String));
    expect(leaked).toBe(false);
    await Promise.all([mine?.return?.(), theirs?.return?.()]);
  });
});

describe('the live leaderboard', () => {
  it('tells each viewer their own place, although the ranking is the same', async () => {
    const [ana, bob] = await Promise.all([platform.learner('Ana'), platform.learner('Bob')]);
    await scores(ana);
    await scores(bob);
    const query = 'subscription { leaderboardChanged { entries { user { id } } me { rank score } } }';
    const placeOf = async (learner: TestLearner) => {
      const { socket, messages } = openSocket(platform.url, { authorization: `Bearer ${learner.accessToken}` });
      await waitFor(() => messages.some(({ type }) => type === 'connection_ack'), { what: 'the acknowledgement' });
      socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query } }));
      await waitFor(() => messages.some(({ type }) => type === 'next'), { what: 'the ranking' });
      const board = messages.find(({ type }) => type === 'next')?.payload?.data?.leaderboardChanged;
      socket.terminate();
      const expected = board?.entries.findIndex(({ user }) => user?.id === learner.id) ?? -1;
      return { mine: board?.me?.rank, expected: expected + 1 };
    };
    const [placeOfAna, placeOfBob] = await Promise.all([placeOf(ana), placeOf(bob)]);
    expect(placeOfAna.mine).toBe(placeOfAna.expected);
    expect(placeOfBob.mine).toBe(placeOfBob.expected);
    expect(placeOfAna.mine).not.toBe(placeOfBob.mine);
  });

  it('is the same on every gateway', async () => {
    const second = await platform.startGateway();
    const mia = await platform.learner('Mia');
    const onFirst = follow(platform.client());
    const onSecond = follow(second.client);
    await waitFor(() => onFirst.seen.length > 0 && onSecond.seen.length > 0, { what: 'the current ranking' });
    const score = await scores(mia);
    await waitFor(() => onFirst.scoreOf(mia) === score && onSecond.scoreOf(mia) === score, {
      what: 'the ranking on both',
    });
    expect(onSecond.latest()?.entries).toEqual(onFirst.latest()?.entries);
    await Promise.all([onFirst.stop(), onSecond.stop()]);
    await second.stop();
  });

  it('shows the ranking at once and again, names included, when somebody scores', async () => {
    const lea = await platform.learner('Léa en direct');
    const live = follow(platform.client());
    await waitFor(() => live.seen.length > 0, { what: 'the current ranking' });
    const score = await scores(lea);
    await waitFor(() => live.scoreOf(lea) === score, { what: 'the new ranking' });
    const entry = live.latest()?.entries.find(({ user }) => user?.id === lea.id);
    expect(entry?.user?.displayName).toBe('Léa en direct');
    expect(live.errors).toEqual([]);
    await live.stop();
  });

  it('goes on after Redis was restarted under it', async () => {
    const noe = await platform.learner('Noé');
    const live = follow(platform.client());
    await waitFor(() => live.seen.length > 0, { what: 'the current ranking' });
    await platform.redis.restart();
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
    const ines = await platform.learner('Inès');
    const live = follow(platform.client());
    await waitFor(() => live.seen.length > 0, { what: 'the current ranking' });
    const killed = platform.pids().quest ?? 0;
    process.kill(killed, 'SIGKILL');
    let score = 0;
    await waitFor(
      async () => {
        if (platform.pids().quest === killed) return false;
        score ||= await scores(ines).catch(() => 0);
        return score > 0;
      },
      { what: 'quest to be started again', timeoutMs: 30_000 },
    );
    await waitFor(() => live.scoreOf(ines) === score, { what: 'the ranking after the kill', timeoutMs: 20_000 });
    await live.stop();
  });
});
