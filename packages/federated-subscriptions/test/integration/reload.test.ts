import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { parse, print } from 'graphql';
import { nextOf, startGateway, type TestGateway } from './graph/gateway.js';
import { boardOf, type Graph, startGraph } from './graph/graph.js';
import type { Subgraph } from './graph/subgraph.js';
import { until } from './graph/until.js';

describe('a new supergraph', () => {
  let graph: Graph;
  let gateway: TestGateway;

  beforeEach(async () => {
    graph = await startGraph();
    gateway = await startGateway([graph.boards, graph.users], {
      delivery: (field) => (field === 'boardChanged' ? 'LATEST' : 'EVERY'),
    });
  });

  afterEach(async () => {
    await gateway.stop();
    await graph.stop();
  });

  it('keeps live subscriptions whose source did not change, upstream included', async () => {
    const stream = await gateway.open('subscription { tick }');
    await until(() => graph.topics.tick.size === 1);

    gateway.reload([graph.boards, changed(graph.users, 'level: Int', 'level: Int age: Int')]);
    graph.topics.tick.publish(1);

    expect(await nextOf(stream)).toEqual({ data: { tick: 1 } });
    expect(graph.topics.tick.started).toBe(1);
  });

  it('moves a LATEST subscription to its new source and lets go of the old one once the new one speaks', async () => {
    const moved = await startGraph();
    await gateway.stop();
    gateway = await startGateway([graph.boards, graph.users], {
      delivery: () => 'LATEST',
      upstreamUrl: (name) => (name === 'elsewhere' ? moved.boards.wsUrl : graph.boards.wsUrl),
    });
    const stream = await gateway.open('subscription { boardChanged { title entries { user { name } } } }');
    await until(() => graph.topics.board.size === 1);

    gateway.reload([{ ...moved.boards, name: 'elsewhere' }, graph.users]);
    await until(() => moved.topics.board.size === 1);

    graph.topics.board.publish(boardOf('1'));
    expect(await nextOf(stream)).toMatchObject({ data: { boardChanged: { title: 'board of 1' } } });
    moved.topics.board.publish(boardOf('2'));
    expect(await nextOf(stream)).toEqual({
      data: { boardChanged: { title: 'board of 2', entries: [{ user: { name: 'User 2' } }] } },
    });
    await until(() => graph.topics.board.size === 0);
    await moved.stop();
  });

  it('tells the reader of an EVERY field to resync when its source moves', async () => {
    const stream = await gateway.open('subscription { tick }');
    await until(() => graph.topics.tick.size === 1);

    gateway.reload([{ ...graph.boards, name: 'elsewhere' }, graph.users]);

    await expect(stream.next()).rejects.toMatchObject({ extensions: { code: 'RESYNC_REQUIRED' } });
    await until(() => graph.topics.tick.size === 0);
  });

  it('that promises what a subgraph does not know costs the subscription, which is not tried again', async () => {
    gateway.reload([changed(graph.boards, 'tick: Int!', 'tick: Int! tock: Int!'), graph.users]);
    const stream = await gateway.open('subscription { tock }');

    await expect(stream.next()).rejects.toMatchObject({
      message: 'Internal server error',
      extensions: { code: 'INTERNAL' },
    });
    expect(graph.boards.subscribes).toHaveLength(1);
    expect(gateway.subscriptions.active()).toBe(0);
  });

  it('ends subscriptions it has no place for with a validation error', async () => {
    const stream = await gateway.open('subscription { boardChanged { title entries { user { name } } } }');
    await until(() => graph.topics.board.size === 1);

    gateway.reload([graph.boards, changed(graph.users, 'name(style: Style! = PLAIN): String', 'nick: String')]);

    await expect(stream.next()).rejects.toMatchObject({ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } });
    await until(() => graph.topics.board.size === 0);
  });
});

/** A subgraph that declares something else than before. */
function changed(subgraph: Subgraph, declaration: string, replacement: string): Subgraph {
  return { ...subgraph, typeDefs: parse(print(subgraph.typeDefs).replace(declaration, replacement)) };
}
