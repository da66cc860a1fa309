import {
  createClient as createTypedClient,
  LeaderboardChangedDocument,
  RefreshSessionDocument,
  StartQuestDocument,
  SubmitAnswerDocument,
} from '@doctorpy/client';
import { waitFor } from '@doctorpy/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createClient } from 'graphql-ws';
import jwt from 'jsonwebtoken';
import WebSocket from 'ws';
import { dataOf, type Platform, startPlatform, type TestLearner } from './support/platform.js';
import { post } from './support/raw.js';

let platform: Platform;
beforeAll(async () => {
  platform = await startPlatform({
    environment: { GATEWAY_RATE_LIMIT_PER_MINUTE: '100000', AUTH_REGISTER_LIMIT_PER_IP: '1000' },
    tokens: 'shared-secret',
  });
}, 120_000);
afterAll(() => platform?.stop());

interface Claims {
  readonly sub: string;
  readonly sid: string;
  readonly roles: readonly string[];
  readonly av: number;
}

const claimsOf = ({ accessToken }: Pick<TestLearner, 'accessToken'>): Claims => {
  const { sub, sid, roles, av } = jwt.decode(accessToken) as unknown as Claims;
  return { sub, sid, roles, av };
};
/** A token as auth would give it, except for what is changed, that lasts so long. */
const tokenOf = (learner: TestLearner, seconds: number, change: Partial<Claims> = {}) => {
  const exp = Math.ceil(Date.now() / 1000) + seconds;
  return { token: platform.signToken({ ...claimsOf(learner), ...change, exp }), expiresAt: exp * 1000 };
};

interface Pong {
  readonly accepted: boolean;
  readonly expiresAt: string;
  readonly code?: string;
}

/** An open socket of a stock graphql-ws client. */
async function openSocket(token: string) {
  const received: { data?: unknown; errors?: unknown }[] = [];
  const ended: unknown[] = [];
  const pongs: unknown[] = [];
  let socket: WebSocket | null = null;
  let closed: { code: number; reason: string } | null = null;
  const client = createClient({
    url: platform.webSocketUrl,
    webSocketImpl: WebSocket,
    connectionParams: { authorization: `Bearer ${token}` },
    retryAttempts: 0,
    lazy: false,
    onNonLazyError: () => undefined,
    on: {
      connected: (connected) => {
        socket = connected as WebSocket;
      },
      pong: (isReceived, payload) => {
        if (isReceived) pongs.push(payload);
      },
      closed: (event) => {
        closed = event as { code: number; reason: string };
      },
    },
  });
  const show = (next: string) =>
    socket?.send(JSON.stringify({ type: 'ping', payload: { authorization: `Bearer ${next}` } }));
  await waitFor(() => socket, { what: 'the socket' });
  return {
    received,
    ended,
    closed: () => closed,
    follow: (query: string) =>
      client.subscribe(
        { query },
        {
          next: (result) => received.push(result),
          error: (error) => ended.push(error),
          complete: () => ended.push('complete'),
        },
      ),
    show,
    async renew(next: string): Promise<Pong> {
      const before = pongs.length;
      show(next);
      return (await waitFor(() => pongs[before], { what: 'the pong', everyMs: 10 })) as Pong;
    },
    dispose: () => client.dispose(),
  };
}

const ACHIEVEMENTS = 'subscription { achievementUnlocked { achievement { id } } }';
/** Does what unlocks an achievement: the first right answer. */
async function unlock(learner: TestLearner) {
  const { startQuest } = dataOf(await learner.client.execute(StartQuestDocument, { questId: 'python_variables_101' }));
  const input = { progressId: startQuest.id, questionId: 'q1', answer: ['age = 25'] };
  const { submitAnswer } = dataOf(await learner.client.execute(SubmitAnswerDocument, { input }));
  expect(submitAnswer.achievementsUnlocked.length).toBeGreaterThan(0);
}

const hasPassed = (moment: number) =>
  waitFor(() => Date.now() > moment, { what: 'the end of the first token', timeoutMs: 15_000 });

describe('a token that is renewed on an open socket', () => {
  it('keeps its subscriptions running past the end of the first one', async () => {
    const lea = await platform.learner('Léa');
    const first = tokenOf(lea, 3);
    const socket = await openSocket(first.token);
    socket.follow(ACHIEVEMENTS);
    const second = tokenOf(lea, 600);
    expect(await socket.renew(second.token)).toEqual({
      accepted: true,
      expiresAt: new Date(second.expiresAt).toISOString(),
    });
    await hasPassed(first.expiresAt + 500);
    await unlock(lea);
    await waitFor(() => socket.received.length > 0, { what: 'the achievement' });
    expect(socket.received[0]).toEqual({ data: { achievementUnlocked: { achievement: { id: expect.any(String) } } } });
    expect(socket.closed()).toBeNull();
    await socket.dispose();
  }, 40_000);

  it('is closed with 4403 at the end of the last one, and without a renewal at the end of the first', async () => {
    const zoe = await platform.learner('Zoé');
    const [first, last] = [tokenOf(zoe, 2), tokenOf(zoe, 4)];
    const [still, renewed] = [await openSocket(first.token), await openSocket(first.token)];
    await renewed.renew(last.token);
    await waitFor(() => still.closed(), { what: 'the end of the first token' });
    expect(renewed.closed()).toBeNull();
    await waitFor(() => renewed.closed(), { what: 'the end of the last token' });
    for (const { closed } of [still, renewed])
      expect(closed()).toMatchObject({ code: 4403, reason: expect.stringMatching(/^TOKEN_EXPIRED:/) });
    expect(Date.now()).toBeGreaterThanOrEqual(last.expiresAt);
    await Promise.all([still.dispose(), renewed.dispose()]);
  }, 40_000);

  it('brings the roles of the new token into subscriptions that run, and into new operations', async () => {
    const [ada, noe] = [await platform.learner('Ada'), await platform.learner('Noé')];
    const socket = await openSocket(tokenOf(ada, 600).token);
    socket.follow('subscription { leaderboardChanged(first: 100) { entries { user { id email } } } }');
    const emailOfNoe = () => {
      const text = JSON.stringify(socket.received.at(-1) ?? {});
      return text.includes(noe.id) ? text.includes(noe.email) : null;
    };
    await unlock(noe);
    await waitFor(() => emailOfNoe() === false, { what: 'the board without other people’s addresses' });
    expect(await socket.renew(tokenOf(ada, 601, { roles: ['LEARNER', 'ADMIN'] }).token)).toMatchObject({
      accepted: true,
    });
    await unlock(await platform.learner('Mia'));
    await waitFor(() => emailOfNoe() === true, { what: 'the board as an administrator sees it' });

    socket.follow('{ users(first: 1) { totalCount } }');
    await waitFor(() => JSON.stringify(socket.received).includes('totalCount'), {
      what: 'what administrators may ask',
    });
    expect(socket.closed()).toBeNull();

    // And back: nothing that was begun as an administrator goes on.
    socket.show(tokenOf(ada, 602).token);
    await waitFor(() => socket.closed(), { what: 'the end of the socket' });
    expect(socket.closed()).toMatchObject({ code: 4403, reason: expect.stringContaining('TOKEN_EXPIRED') });
    await socket.dispose();
  }, 60_000);

  it('is never another user’s, another session’s, a forged or an expired one: what was in force stays', async () => {
    const [iris, malik] = [await platform.learner('Iris'), await platform.learner('Malik')];
    const first = tokenOf(iris, 600);
    const socket = await openSocket(first.token);
    const inForce = new Date(first.expiresAt).toISOString();
    const { sub, sid } = claimsOf(malik);
    for (const [token, code] of [
      [tokenOf(malik, 900, { roles: ['ADMIN'] }).token, 'FORBIDDEN'],
      [tokenOf(iris, 900, { sid }).token, 'FORBIDDEN'],
      [tokenOf(iris, 900, { sub }).token, 'FORBIDDEN'],
      [tokenOf(iris, -10).token, 'TOKEN_EXPIRED'],
      [`${tokenOf(iris, 900).token}x`, 'UNAUTHENTICATED'],
      ['nonsense', 'UNAUTHENTICATED'],
    ] as const) {
      expect(await socket.renew(token)).toMatchObject({ accepted: false, code, expiresAt: inForce });
    }
    socket.follow('{ me { id roles } }');
    await waitFor(() => socket.received.length > 0, { what: 'an answer' });
    expect(socket.received).toEqual([{ data: { me: { id: iris.id, roles: ['LEARNER'] } } }]);
    await socket.dispose();
  }, 40_000);

  it('does not open a socket without a token for anybody', async () => {
    const eve = await platform.learner('Eve');
    const anonymous = new WebSocket(platform.webSocketUrl, 'graphql-transport-ws');
    const frames: { type: string; payload?: Pong }[] = [];
    anonymous.on('message', (data) => frames.push(JSON.parse(String(data))));
    const say = (frame: object) => anonymous.send(JSON.stringify(frame));
    const authorization = `Bearer ${tokenOf(eve, 600).token}`;
    anonymous.on('open', () => {
      // Before the acknowledgement a ping is a ping.
      say({ type: 'ping', payload: { authorization } });
      say({ type: 'connection_init' });
    });
    await waitFor(() => frames.some(({ type }) => type === 'connection_ack'), { what: 'the acknowledgement' });
    say({ type: 'ping', payload: { authorization } });
    const answer = () => frames.filter(({ type }) => type === 'pong')[1];
    await waitFor(answer, { what: 'the pong' });
    expect(answer()?.payload).toMatchObject({ accepted: false, code: 'FORBIDDEN', expiresAt: null });
    anonymous.terminate();
  });

  it('helps no session that was ended: its socket is closed', async () => {
    const ben = await platform.learner('Ben');
    const socket = await openSocket(tokenOf(ben, 600).token);
    const authorization = `Bearer ${ben.accessToken}`;
    await post(platform.url, { query: 'mutation { logout }' }, { authorization });
    await waitFor(() => socket.closed(), { what: 'the socket is closed' });
    expect(socket.closed()).toMatchObject({ code: 4403, reason: expect.stringContaining('SESSION_REVOKED') });
    await socket.dispose();
  });

  it('may come from the typed client after refreshSession', async () => {
    const ida = await platform.learner('Ida');
    let accessToken = tokenOf(ida, 600).token;
    const client = createTypedClient({
      url: platform.url,
      accessToken: () => accessToken,
      webSocketImpl: WebSocket,
    });
    expect(await client.renewToken()).toBeNull();
    const board = client.subscribe(LeaderboardChangedDocument, { first: 10 });
    await board.next();
    const { refreshSession } = dataOf(await client.execute(RefreshSessionDocument, { refreshToken: ida.refreshToken }));
    accessToken = refreshSession.accessToken;
    expect(await client.renewToken()).toEqual({ accepted: true, expiresAt: expect.any(String) });
    accessToken = 'nonsense';
    expect(await client.renewToken()).toMatchObject({ accepted: false, code: 'UNAUTHENTICATED' });
    await client.close();
  });
});
