import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { parse } from 'graphql';
import { startGateway, type TestGateway } from './graph/gateway.js';
import { type Graph, startGraph } from './graph/graph.js';

describe('many different operations at once', () => {
  let graph: Graph;
  let gateway: TestGateway;
  beforeEach(async () => {
    graph = await startGraph();
    gateway = await startGateway([graph.boards, graph.users]);
  });
  afterEach(async () => {
    await gateway.stop();
    await graph.stop();
  });

  it('are planned one by one, and others have their turn in between', async () => {
    const MANY = 20;
    let isDone = false;
    const subscribed = Promise.all(
      Array.from({ length: MANY }, (_, index) =>
        gateway.subscriptions.subscribe({
          document: parse(`subscription { b${index}: boardChanged { entries { user { name } } } }`),
          context: { name: 'ada' },
        }),
      ),
    ).then((results) => {
      isDone = true;
      return results;
    });
    let turns = 0;
    for (; !isDone; turns++) await nextTurn();

    expect(turns).toBeGreaterThanOrEqual(MANY);
    expect(gateway.subscriptions.active()).toBe(MANY);
    for (const result of await subscribed) if (Symbol.asyncIterator in result) await result.return?.();
  });

  it('are not planned beyond what their caller may have, and equal ones count once', async () => {
    let planned = 0;
    const few = await startGateway([graph.boards, graph.users], {
      delivery: () => 'LATEST',
      sharing: () => ({ scope: '' }),
      callerOf: ({ name }) => name,
      limits: { perCaller: 100, differentPerCaller: 3 },
      beforeSubscribe: () => {
        planned++;
      },
    });
    const ask = (name: string, alias: string) =>
      few.subscriptions.open({
        document: parse(`subscription { ${alias}: boardChanged { __typename } }`),
        context: { name },
      });
    const opened = await Promise.all([
      ...Array.from({ length: 20 }, (_, index) => ask('ada', `b${index}`)),
      ...Array.from({ length: 20 }, () => ask('bob', 'b')),
    ]);
    const kinds = opened.map(({ kind }) => kind);
    expect(kinds.slice(0, 20).filter((kind) => kind === 'LATEST')).toHaveLength(3);
    expect(kinds.slice(20).filter((kind) => kind === 'LATEST')).toHaveLength(20);
    expect(planned).toBe(23);
    const refused = opened.find((one) => one.kind === 'REFUSED');
    expect(refused?.kind === 'REFUSED' && refused.result.errors?.[0]?.extensions).toEqual({ code: 'RATE_LIMITED' });
    await few.stop();
  });
});
