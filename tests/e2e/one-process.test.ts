import { waitFor } from '@doctorpy/testkit';
import { afterAll, beforeAll, expect } from '@jest/globals';
import WebSocket from 'ws';
import { codesOf, dataOf, type Platform, startPlatform, type TestLearner } from './support/platform.js';
import { post } from './support/raw.js';
import { whereServicesShareAProcess } from './support/topology.js';

const together = whereServicesShareAProcess('gateway and subgraphs are one process');

together.describe('the platform in one process', () => {
  let platform: Platform;
  let lea: TestLearner;
  beforeAll(async () => {
    platform = await startPlatform({ environment: { GATEWAY_SUBGRAPH_TIMEOUT_MS: '20000' } });
    lea = await platform.learner('Léa');
  }, 120_000);
  afterAll(() => platform?.stop());

  const operations = async (path: string) =>
    (await fetch(new URL(path, `http://127.0.0.1:${platform.opsPorts.gateway}`))).text();
  const askAll = () =>
    post(
      platform.url,
      { query: '{ me { displayName } categories { id } promptTemplates { id } }' },
      { authorization: `Bearer ${lea.accessToken}` },
    );

  together.it('is one process, and the grader another', () => {
    const { grader, ...others } = platform.pids();
    expect(Object.keys(others).sort()).toEqual(['auth', 'gateway', 'quest', 'rag']);
    expect(new Set(Object.values(others)).size).toBe(1);
    expect(Object.values(others)).not.toContain(grader);
  });

  together.it('tells operators about every part in one place', async () => {
    expect(codesOf((await askAll()).json)).toEqual([]);
    const health = JSON.parse(await operations('/health'));
    expect(health).toMatchObject({
      status: 'ok',
      dependencies: { redis: { ok: true }, auth: { ok: true }, quest: { ok: true }, rag: { ok: true } },
      parts: {
        auth: { status: 'ok', dependencies: { mongo: { ok: true }, redis: { ok: true } } },
        quest: { status: 'ok', dependencies: { mongo: { ok: true }, grader: { ok: true } } },
        // There is no model in tests.
        rag: { status: 'degraded', dependencies: { mongo: { ok: true }, model: { ok: false, required: false } } },
      },
    });
    expect(JSON.parse(await operations('/readyz'))).toMatchObject({ status: 'ready', health: 'ok' });
    const metrics = await operations('/metrics');
    for (const service of ['gateway', 'auth', 'quest', 'rag']) {
      const answered = new RegExp(`^graphql_operation_duration_seconds_count\\{.*service="${service}".*\\} [1-9]`, 'm');
      expect(metrics).toMatch(answered);
    }
    expect(metrics.match(/^process_resident_memory_bytes/gm)).toHaveLength(1);
  });

  together.it('takes nobody’s word for who they are but that of their token', async () => {
    const ada = { userId: 'ada', sessionId: 's', roles: ['ADMIN'], ip: null, language: 'fr', userAgent: null };
    const call = { caller: ada, requestId: 'r', traceparent: null };
    const extensions = { call, caller: ada, signed: { 'doctorpy-caller': ada }, browserSession: { token: 'x' } };
    const headers = { 'doctorpy-caller': Buffer.from(JSON.stringify(ada)).toString('base64url') };
    const { json } = await post(platform.url, { query: '{ me { id } }', extensions }, headers);
    expect(json.data).toEqual({ me: null });
    const query = 'subscription { achievementUnlocked { id } }';
    const refusal = await firstOverSocket(platform.webSocketUrl, { query, extensions });
    expect(refusal).toMatchObject({ type: 'error', payload: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
  });

  together.it(
    'answers what is under way when it is told to stop, and is started again',
    async () => {
      const before = platform.pids().gateway ?? 0;
      const watching = new WebSocket(platform.webSocketUrl, 'graphql-transport-ws');
      const closed = new Promise<number>((resolve) => watching.once('close', resolve));
      await new Promise((resolve) => watching.once('open', resolve));
      watching.send(JSON.stringify({ type: 'connection_init' }));
      await new Promise((resolve) => watching.once('message', resolve));
      // A database that stands still holds a request in the subgraphs for as long as the test wants.
      process.kill(platform.mongo.pid, 'SIGSTOP');
      try {
        const underWay = askAll();
        const held = /^gateway_subgraph_requests_under_way\{.*subgraph="auth".*\} [1-9]/m;
        await waitFor(async () => held.test(await operations('/metrics')), { what: 'the request to be under way' });
        process.kill(before, 'SIGTERM');
        expect(await closed).toBe(1001);
        process.kill(platform.mongo.pid, 'SIGCONT');
        expect(dataOf((await underWay).json)).toMatchObject({ me: { displayName: 'Léa' } });
      } finally {
        process.kill(platform.mongo.pid, 'SIGCONT');
      }
      await waitFor(() => ![0, before].includes(platform.pids().gateway ?? 0), { what: 'a new process' });
      // Not 1, which would be a stop that took too long.
      expect(platform.reported().join('\n')).toContain('exit code 0');
      const again = await waitFor(async () => askAll().catch(() => null), {
        what: 'it to answer again',
        timeoutMs: 60_000,
      });
      expect(dataOf(again.json)).toMatchObject({ me: { displayName: 'Léa' } });
    },
    120_000,
  );
});

/** The first message about an operation sent over a socket of its own. */
function firstOverSocket(url: string, payload: object): Promise<unknown> {
  const socket = new WebSocket(url, 'graphql-transport-ws');
  return new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.once('open', () => socket.send(JSON.stringify({ type: 'connection_init' })));
    socket.on('message', (data) => {
      const message = JSON.parse(String(data));
      if (message.type === 'connection_ack') socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload }));
      else if (message.id === '1') {
        socket.close();
        resolve(message);
      }
    });
  });
}
