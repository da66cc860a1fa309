import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { boardOf } from './graph/graph.js';
import { type LiveServer, startLiveServer } from './graph/live-server.js';
import { connectRaw, type RawClient } from './graph/raw-client.js';
import { until } from './graph/until.js';

/** `npm run test:long` says more, and another seed. */
const RUNS = Number(process.env.FUZZ_RUNS ?? 60);
const SEED = Number(process.env.FUZZ_SEED ?? 20_261_122);

/** Codes of RFC 6455 and of graphql-transport-ws for what a client does wrong; 1005 and 1000 are its own leaving. */
const RIGHT_CODES = [1000, 1002, 1003, 1005, 1007, 1009, 4400, 4401, 4406, 4408, 4409, 4429];
const INSIDE =
  /TypeError|RangeError|ReferenceError|SyntaxError|ECONN|Cannot read prop|is not a function|[cC]all stack|\bat \S+ \(|node_modules|node:|\.[cm]?[jt]s:\d|127\.0\.0\.1|localhost|graphql-ws|graphql-js|undici|Unexpected token|JSON at position|stack/;

const id = fc.constantFrom<unknown>(
  '1',
  '1',
  '2',
  '',
  'é\u0000',
  '__proto__',
  'constructor',
  7,
  null,
  'x'.repeat(3_000),
);
const query = fc.constantFrom<unknown>(
  'subscription { boardChanged { title } }',
  'subscription { boardChanged { entries { user { name } } } }',
  'subscription { tick }',
  'subscription ($first: Int!) { boardChanged { entries(first: $first) { rank } } }',
  'subscription { tick boardChanged { title } }',
  'subscription { tick @skip(if: true) }',
  'subscription { nothing }',
  'subscription A { tick } subscription B { tick }',
  'subscription { boardChanged { ...A } } fragment A on Board { ...A }',
  'query { __typename }',
  'mutation { no }',
  'subscription {',
  '',
  '{'.repeat(2_000),
  null,
  7,
  ['subscription { tick }'],
);
const variables = fc.oneof(
  fc.constantFrom<unknown>(undefined, null, {}, { first: 1 }, { first: 'one' }, { first: null }, 'first', [1], 7),
  fc.jsonValue({ maxDepth: 3 }),
);
const payload = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ query, variables, operationName: fc.constantFrom(undefined, null, 'A', 'C', 7) }),
  },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 2 }) },
);
const type = fc.constantFrom<unknown>('connection_ack', 'next', 'error', 'start', 'stop', '__proto__', '', 7, null);
const text = fc.oneof(
  { weight: 4, arbitrary: fc.constant({ type: 'connection_init' }).map(json) },
  { weight: 8, arbitrary: fc.record({ id, type: fc.constant('subscribe'), payload }).map(json) },
  { weight: 2, arbitrary: fc.record({ id, type: fc.constant('complete') }).map(json) },
  { weight: 2, arbitrary: fc.record({ type: fc.constantFrom('ping', 'pong'), payload: fc.jsonValue() }).map(json) },
  { weight: 1, arbitrary: fc.record({ id, type, payload: fc.jsonValue() }).map(json) },
  { weight: 1, arbitrary: fc.jsonValue().map(json) },
  { weight: 1, arbitrary: fc.string() },
  { weight: 1, arbitrary: fc.constantFrom('[', '[]', '"', '{"type":', '['.repeat(20_000), 'x'.repeat(70_000)) },
);
const frame = fc.oneof(
  { weight: 12, arbitrary: text.map((data) => ({ data: Buffer.from(data), binary: false })) },
  { weight: 1, arbitrary: text.map((data) => ({ data: Buffer.from(data), binary: true })) },
  { weight: 1, arbitrary: fc.uint8Array().map((data) => ({ data: Buffer.from(data), binary: true })) },
  // No UTF-8.
  { weight: 1, arbitrary: fc.constant({ data: Buffer.from([0xc3, 0x28]), binary: false }) },
);
const script = fc.record({
  /** Whether it waits to be let in first, as it must. */
  isInitialised: fc.boolean(),
  frames: fc.array(frame, { minLength: 1, maxLength: 8 }),
});

describe('whatever a client says', () => {
  let live: LiveServer;
  let good: RawClient;
  let state = 0;

  beforeAll(async () => {
    live = await startLiveServer({ limits: { perCaller: 1_000 } });
    good = await connectRaw(live.wsUrl);
    await good.init();
    good.send({ id: 'good', type: 'subscribe', payload: { query: 'subscription { boardChanged { title } }' } });
    await until(() => live.graph.topics.board.size === 1);
    await nextState();
  });
  afterAll(() => live.stop());

  it(
    'over a WebSocket, it learns nothing of the inside and is told what was wrong by the right code, and others get their states',
    async () => {
      await fc.assert(
        fc.asyncProperty(script, async ({ isInitialised, frames }) => {
          const client = await connectRaw(live.wsUrl);
          client.socket.off('error', () => undefined).on('error', () => undefined);
          let closed: { code: number; reason: string } | null = null;
          void client.closed.then((how) => {
            closed = how;
          });
          if (isInitialised) await client.init();
          for (const { data, binary } of frames) client.socket.send(data, { binary }, () => undefined);
          // Answered in their order, so that with this pong all that was sent before has been looked at.
          client.socket.send(json({ type: 'ping', payload: { end: 'of the script' } }), () => undefined);
          await until(
            () => closed !== null || client.received.some((message) => json(message).includes('of the script')),
          );
          await nextState();
          if (!closed) client.socket.close(1000);
          const { code, reason } = await client.closed;
          expect(RIGHT_CODES).toContain(code);
          expect(reason).not.toMatch(INSIDE);
          for (const message of client.received) check(message);
        }),
        { seed: SEED, numRuns: RUNS, endOnFailure: true },
      );
      expect(good.socket.readyState).toBe(good.socket.OPEN);
      // Nobody who has left is still subscribed.
      await until(() => live.gateway.subscriptions.active() === 1);
    },
    180_000 + RUNS * 1_000,
  );

  it(
    'over HTTP, it is answered as it should be',
    async () => {
      const accept = fc.constantFrom('text/event-stream', 'multipart/mixed;subscriptionSpec=1.0');
      const contentType = fc.constantFrom(
        'application/json',
        'application/json',
        'text/plain',
        'application/graphql',
        'é',
      );
      // An open stream is none of this test's: `{ … }` subscriptions that are let in are left out by their missing query.
      const body = fc.oneof(
        fc
          .record({
            query: query.filter((value) => !/^subscription \{ (boardC|tick \})/.test(String(value))),
            variables,
          })
          .map(json),
        fc.jsonValue().map(json),
        fc.string(),
        fc.constant('['.repeat(20_000)),
        fc.constant('x'.repeat(70_000)),
      );
      await fc.assert(
        fc.asyncProperty(accept, contentType, body, async (accepted, sent, content) => {
          const headers = { accept: accepted, ...(sent === 'é' ? {} : { 'content-type': sent }) };
          const response = await fetch(live.url, { method: 'POST', headers, body: content });
          const answer = await response.text();
          expect(response.status).toBeLessThan(500);
          // One of the queries is as it should be.
          expect(answer).toMatch(/"errors":\[\{"message":"|"data":\{"__typename":"Query"\}/);
          expect(answer).not.toMatch(INSIDE);
          await nextState();
        }),
        { seed: SEED, numRuns: RUNS, endOnFailure: true },
      );
    },
    180_000 + RUNS * 1_000,
  );

  /** A new state reaches the good subscriber. */
  async function nextState(): Promise<void> {
    const title = `state ${++state}`;
    live.graph.topics.board.publish({ ...boardOf(), title });
    await until(() => json(good.received.at(-1)).includes(title));
  }
});

function check(message: object): void {
  const { type, payload } = message as { type: string; payload?: unknown };
  // A pong gives back what the client itself has sent.
  if (type === 'pong') return;
  expect(['connection_ack', 'next', 'error', 'complete', 'ping']).toContain(type);
  expect(json(payload ?? null)).not.toMatch(INSIDE);
  for (const error of type === 'error' ? (payload as { extensions?: { code?: unknown } }[]) : []) {
    expect(error.extensions?.code).toEqual(expect.stringMatching(/^[A-Z_]+$/));
    expect(error.extensions?.code).not.toBe('INTERNAL');
  }
}

function json(value: unknown): string {
  return JSON.stringify(value) ?? 'null';
}
