import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { buildSchema } from 'graphql';
import WebSocket from 'ws';
import { answerProblem } from '../../gateway/test/fuzz/answer-problems.js';
import { operations, type RandomOperation } from '../../gateway/test/fuzz/arbitrary-operation.js';
import { overStream, streams, subscribeOverSocket } from '../../gateway/test/fuzz/live-transports.js';
import { askOverSocket, readReply } from '../../gateway/test/start-gateway.js';
import { type Platform, startPlatform } from '../e2e/support/platform.js';

/** Told by a failing run: the same seed makes the same operations. */
const SEED = Number(process.env.FUZZ_SEED ?? Math.floor(Math.random() * 2 ** 31));
const RUNS = Number(process.env.FUZZ_RUNS ?? 3000);

const schema = buildSchema(await readFile(new URL('../../schema/api.graphql', import.meta.url), 'utf8'));
let platform: Platform;

beforeAll(async () => {
  const limits = ['GATEWAY_RATE_LIMIT_PER_MINUTE', 'AUTH_REGISTER_LIMIT_PER_IP'];
  platform = await startPlatform({
    tokens: 'fixed-key',
    environment: Object.fromEntries(limits.map((name) => [name, '100000000'])),
  });
}, 180_000);
afterAll(() => platform?.stop());

/** New ones now and then: random operations sign people out, and delete their accounts. */
async function newCallers(): Promise<Record<string, string>[]> {
  const lea = await platform.learner('Léa');
  const admin = platform.signToken({ sub: randomUUID(), sid: randomUUID(), av: 1, roles: ['ADMIN'] });
  return [{}, { authorization: `Bearer ${lea.accessToken}` }, { authorization: `Bearer ${admin}` }];
}

it(
  `${RUNS} random operations by POST, GET, WebSocket, Server-Sent Events and multipart, of nobody, a learner and an administrator, show nothing of the inside (seed ${SEED})`,
  async () => {
    let round = 0;
    let callers: Record<string, string>[] = [];
    await fc.assert(
      fc.asyncProperty(operations(schema), async (operation) => {
        if (round % 50 === 0) callers = await newCallers();
        round += 1;
        const caller = callers[round % callers.length] ?? {};
        // No multiple of the number of callers, so that everybody comes by every transport.
        expect(answerProblem(await send(operation, caller, round % 7))).toBeNull();
      }),
      { seed: SEED, numRuns: RUNS, endOnFailure: true },
    );
  },
  60 * 60_000,
);

async function send({ query, variables }: RandomOperation, caller: Record<string, string>, transport: number) {
  if (transport === 1 && query.length < 3000 && JSON.stringify(variables).length < 3000) {
    const search = new URLSearchParams({ query, variables: JSON.stringify(variables) });
    return readReply(
      await fetch(`${platform.url}?${search}`, { headers: { 'apollo-require-preflight': '1', ...caller } }),
    );
  }
  if (transport === 2 && query.startsWith('subscription')) {
    return subscribeOverSocket(platform.url, { query, variables }, caller);
  }
  if (transport === 4 || transport === 5) {
    const accept = streams[transport === 4 ? 'Server-Sent Events' : 'multipart'];
    return overStream(platform.url, { query, variables }, accept, caller);
  }
  if (transport === 2) {
    return askOverSocket(new WebSocket(platform.webSocketUrl, 'graphql-transport-ws'), { query, variables }, caller);
  }
  return readReply(
    await fetch(platform.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...caller },
      body: JSON.stringify({ query, variables }),
    }),
  );
}
