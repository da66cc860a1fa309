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
});
