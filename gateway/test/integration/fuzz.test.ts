import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { buildSchema } from 'graphql';
import { answerProblem } from '../fuzz/answer-problems.js';
import { operations, type RandomOperation } from '../fuzz/arbitrary-operation.js';
import { overStream, streams, subscribeOverSocket } from '../fuzz/live-transports.js';
import { type LoneGateway, type Reply, startLoneGateway } from '../start-gateway.js';

const schema = buildSchema(await readFile(new URL('../../../schema/api.graphql', import.meta.url), 'utf8'));
let gateway: LoneGateway;
beforeAll(async () => {
  gateway = await startLoneGateway();
}, 180_000);
afterAll(() => gateway?.stop());

type Send = (operation: RandomOperation) => Promise<Reply>;

const transports: Record<string, Send> = {
  POST: (operation) => gateway.post(operation),
  GET: ({ query, variables }) => gateway.get({ query, variables: JSON.stringify(variables) }),
  WebSocket: ({ query, variables }) => gateway.overSocket({ query, variables }),
};
const liveTransports: Record<string, Send> = {
  WebSocket: (operation) => subscribeOverSocket(gateway.url, operation),
  ...Object.fromEntries(
    Object.entries(streams).map(([name, accept]) => [
      name,
      (operation: RandomOperation) => overStream(gateway.url, operation, accept),
    ]),
  ),
};

describe('whatever is sent, no answer shows what the gateway is made of', () => {
  it.each(Object.entries(transports))(
    'by %s',
    // Of subscriptions only refusals come back on sockets: others wait for subgraphs, which never answer here.
    (name, send) => check(operations(schema, name === 'WebSocket' ? ['query', 'mutation'] : undefined), 120, send),
    180_000,
  );

  it.each(Object.entries(liveTransports))(
    'to subscriptions by %s',
    (_name, send) => check(operations(schema, ['subscription', 'subscription', 'subscription', 'query']), 40, send),
    180_000,
  );
});

async function check(sent: fc.Arbitrary<RandomOperation>, numRuns: number, send: Send): Promise<void> {
  await fc.assert(
    fc.asyncProperty(sent, async (operation) => {
      const reply = await send(operation);
      const tooLong = reply.status === 414 || reply.status === 431;
      expect(tooLong ? null : answerProblem(reply)).toBeNull();
    }),
    { seed: 20_261_122, numRuns, endOnFailure: true },
  );
}
