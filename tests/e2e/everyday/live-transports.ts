import { LogoutDocument, StartQuestDocument, SubmitAnswerDocument } from '@doctorpy/client';
import { waitFor } from '@doctorpy/testkit';
import { beforeAll, describe, expect, it } from '@jest/globals';
import WebSocket from 'ws';
import { dataOf, type Platform, type TestLearner } from '../support/platform.js';
import { sharedPlatform } from '../support/shared-platform.js';

const SSE = 'text/event-stream';
const MULTIPART = 'multipart/mixed;subscriptionSpec=1.0, application/json';
const BOARD = 'subscription { leaderboardChanged { entries { score user { id displayName } } } }';
const MY_PLACE = 'subscription { leaderboardChanged { me { rank } } }';

let platform: Platform;
beforeAll(async () => {
  platform = await sharedPlatform();
}, 120_000);

/** Asks for a stream as curl would; `text()` is what has come so far. */
async function stream(query: string, headers: Record<string, string> = {}, url = platform.url) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { accept: SSE, 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query }),
  });
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  let ended = false;
  void (async () => {
    for (let read = await reader?.read(); read && !read.done; read = await reader?.read()) text += read.value;
    ended = true;
  })().catch(() => {
    ended = true;
  });
  return { response, text: () => text, ended: () => ended, stop: () => reader?.cancel() };
}

async function scores(learner: TestLearner): Promise<void> {
  const { startQuest } = dataOf(await learner.client.execute(StartQuestDocument, { questId: 'python_variables_101' }));
  const input = { progressId: startQuest.id, questionId: 'q1', answer: ['age = 25'] };
  dataOf(await learner.client.execute(SubmitAnswerDocument, { input }));
}

describe('the live leaderboard over plain HTTP', () => {
  it.each([
    ['Server-Sent Events', SSE, 'text/event-stream; charset=utf-8'],
    ['multipart', MULTIPART, 'multipart/mixed;boundary="graphql";subscriptionSpec=1.0'],
  ])('comes at once and after each change: %s', async (name, accept, type) => {
    const learner = await platform.learner(`Flux ${name}`.slice(0, 20));
    const live = await stream(BOARD, { accept, origin: 'http://localhost:4000' });
    expect(live.response.status).toBe(200);
    expect(live.response.headers.get('content-type')).toBe(type);
    expect(live.response.headers.get('access-control-allow-origin')).toBe('http://localhost:4000');
    expect(live.response.headers.get('content-language')).toBe('fr');
    await waitFor(() => live.text().includes('leaderboardChanged'), { what: 'the current ranking' });
    await scores(learner);
    await waitFor(() => live.text().includes(learner.displayName), { what: 'the new ranking' });
    await live.stop();
  });

  it('answers a client that names every form with the one that fits the operation', async () => {
    // What urql sends with all but subscriptions.
    const accept = 'application/graphql-response+json, application/json, text/event-stream, multipart/mixed';
    for (const time of ['first', 'second']) {
      const query = await stream('{ __typename }', { accept });
      expect([time, query.response.headers.get('content-type')]).toEqual([
        time,
        'application/graphql-response+json; charset=utf-8',
      ]);
      await waitFor(query.ended, { what: 'the answer' });
    }
    const live = await stream(BOARD, { accept });
    expect(live.response.headers.get('content-type')).toContain('text/event-stream');
    await waitFor(() => live.text().includes('leaderboardChanged'), { what: 'the ranking' });
    await live.stop();
  });

  it('refuses what a WebSocket or a POST would be refused', async () => {
    const anonymous = await stream('subscription { achievementUnlocked { achievement { title } } }');
    await waitFor(anonymous.ended, { what: 'the refusal' });
    expect(anonymous.text()).toContain('"code":"UNAUTHENTICATED"');
    expect(anonymous.text().endsWith('event: complete\ndata: \n\n')).toBe(true);
    const forged = await stream(BOARD, { authorization: 'Bearer garbage' });
    expect(forged.response.status).toBe(401);
    const form = await stream(BOARD, { 'content-type': 'text/plain' });
    expect(form.response.status).toBe(400);
    const deep = await stream(
      `subscription { leaderboardChanged { entries { user ${'{ achievements { edges { node { user '.repeat(6)} { id } ${'} } } }'.repeat(6)} } } }`,
    );
    await waitFor(deep.ended, { what: 'the refusal' });
    expect(deep.text()).toMatch(/QUERY_TOO_COMPLEX|GRAPHQL_VALIDATION_FAILED|BAD_REQUEST/);
  });

  it('ends when the session does, and says so', async () => {
    const learner = await platform.learner('Bientôt partie');
    const headers = { authorization: `Bearer ${learner.accessToken}`, 'accept-language': 'en' };
    const live = await stream(MY_PLACE, headers);
    await waitFor(() => live.text().includes('leaderboardChanged'), { what: 'the first state' });
    dataOf(await learner.client.execute(LogoutDocument));
    await waitFor(live.ended, { what: 'the end of the stream' });
    expect(live.text()).toContain('"code":"SESSION_REVOKED"');
    expect(live.text()).toContain('sign in again');
  });
});

describe('a gateway that is told to stop', () => {
  it('closes sockets with 1001 and ends streams without saying that they are complete', async () => {
    const second = await platform.startGateway();
    const live = await stream(BOARD, {}, second.url);
    const socket = new WebSocket(second.url.replace(/^http/, 'ws'), 'graphql-transport-ws');
    const types: string[] = [];
    let code = 0;
    socket.on('message', (data) => types.push(JSON.parse(String(data)).type));
    socket.on('close', (closeCode) => {
      code = closeCode;
    });
    socket.on('open', () => socket.send(JSON.stringify({ type: 'connection_init' })));
    await waitFor(() => types.includes('connection_ack'), { what: 'the acknowledgement' });
    socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query: BOARD } }));
    await waitFor(() => types.includes('next') && live.text().includes('leaderboardChanged'), { what: 'the ranking' });

    await second.stop();

    await waitFor(() => code !== 0 && live.ended(), { what: 'the end' });
    expect(code).toBe(1001);
    expect(live.text()).not.toContain('complete');
  });
});

describe('one user', () => {
  it('has so many subscriptions open at once, and so many different ones', async () => {
    const second = await platform.startGateway({
      GATEWAY_MAX_SUBSCRIPTIONS_PER_USER: '2',
      GATEWAY_MAX_DIFFERENT_SUBSCRIPTIONS_PER_USER: '1',
    });
    const learner = await platform.learner('Gourmande');
    const headers = { authorization: `Bearer ${learner.accessToken}` };
    const first = await stream(BOARD, headers, second.url);
    await waitFor(() => first.text().includes('leaderboardChanged'), { what: 'the ranking' });
    const different = await stream(MY_PLACE, headers, second.url);
    await waitFor(different.ended, { what: 'the refusal of what is different' });
    expect(different.text()).toContain('"code":"RATE_LIMITED"');
    const equal = await stream(BOARD, headers, second.url);
    await waitFor(() => equal.text().includes('leaderboardChanged'), { what: 'the same ranking' });
    const one = await stream(BOARD, headers, second.url);
    await waitFor(one.ended, { what: 'the refusal of one more' });
    expect(one.text()).toContain('"code":"RATE_LIMITED","requestId":"');
    expect(one.text()).toContain('Trop d’abonnements sont ouverts');
    await Promise.all([first.stop(), equal.stop()]);
    await second.stop();
  });
});
