import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { buildSchema } from 'graphql';
import { answerProblem } from '../fuzz/answer-problems.js';
import { operations, type RandomOperation } from '../fuzz/arbitrary-operation.js';
import { type LoneGateway, type Reply, startLoneGateway } from '../start-gateway.js';

const schema = buildSchema(await readFile(new URL('../../../schema/api.graphql', import.meta.url), 'utf8'));
let gateway: LoneGateway;
beforeAll(async () => {
  gateway = await startLoneGateway();
}, 180_000);
afterAll(() => gateway?.stop());

const transports: Record<string, (operation: RandomOperation) => Promise<Reply>> = {
  POST: (operation) => gateway.post(operation),
  GET: ({ query, variables }) => gateway.get({ query, variables: JSON.stringify(variables) }),
  WebSocket: ({ query, variables }) =>
    // A subscription that is let in waits for subgraphs which never answer here: only refusals come back.
    /^subscription/.test(query) ? gateway.post({ query, variables }) : gateway.overSocket({ query, variables }),
};

describe('whatever is sent, no answer shows what the gateway is made of', () => {
  it.each(Object.keys(transports))(
    'by %s',
    async (name) => {
      const send = transports[name];
      await fc.assert(
        fc.asyncProperty(operations(schema), async (operation) => {
          if (!send) throw new Error('no such transport');
          const reply = await send(operation);
          const tooLong = reply.status === 414 || reply.status === 431;
          expect(tooLong ? null : answerProblem(reply)).toBeNull();
        }),
        { seed: 20_261_122, numRuns: 120, endOnFailure: true },
      );
    },
    180_000,
  );
});
