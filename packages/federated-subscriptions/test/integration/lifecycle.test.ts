import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { parse } from 'graphql';
import { nextOf, startGateway, type TestGateway } from './graph/gateway.js';
import { boardOf, type Graph, startGraph } from './graph/graph.js';
import { createGate, until } from './graph/until.js';

describe('the life of a subscription', () => {
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

  it('ends upstream when the client leaves, even while it waits for an event', async () => {
    const other = await gateway.open('subscription { news { headline } }');
    const stream = await gateway.open('subscription { tick }');
    await until(() => graph.topics.tick.size === 1);
    const pending = stream.next();

    expect(await stream.return?.()).toEqual({ done: true, value: undefined });

    expect(await pending).toEqual({ done: true, value: undefined });
    await until(() => graph.topics.tick.size === 0);
    expect(gateway.subscriptions.active()).toBe(1);
    // The socket they share was not closed for it.
    graph.topics.news.publish({ __typename: 'Notice', headline: 'Still here' });
    expect(await nextOf(other)).toEqual({ data: { news: { headline: 'Still here' } } });
  });

  it('ends at once when the client leaves while an event is being completed', async () => {
    const stream = await gateway.open('subscription { boardChanged { entries { user { name } } } }');
    await until(() => graph.topics.board.size === 1);
    const gate = createGate();
    graph.pauseUsers(() => gate.opened);
    const pending = stream.next();
    graph.topics.board.publish(boardOf('1'));
    await until(() => graph.users.requests.length === 1);

    await stream.return?.();

    expect(await pending).toEqual({ done: true, value: undefined });
    await until(() => graph.topics.board.size === 0);
    gate.open();
  });

  it('ends when its signal is aborted', async () => {
    const client = new AbortController();
    const document = parse('subscription { tick }');
    const { signal } = client;
    const stream = await gateway.subscriptions.subscribe({ document, context: { name: 'ada' }, signal });
    await until(() => graph.topics.tick.size === 1);

    client.abort();

    await until(() => graph.topics.tick.size === 0);
    expect(Symbol.asyncIterator in stream && (await stream.next())).toEqual({ done: true, value: undefined });
  });

  it('completes when the subgraph completes, after what was still to be read', async () => {
    const stream = await gateway.open('subscription { tick }');
    await until(() => graph.topics.tick.size === 1);
    graph.topics.tick.publish(1);
    expect(await nextOf(stream)).toEqual({ data: { tick: 1 } });

    graph.topics.tick.complete();

    expect(await nextOf(stream)).toBe('DONE');
    expect(gateway.subscriptions.active()).toBe(0);
  });

  it('shares one socket to a subgraph with all others', async () => {
    const streams = [await gateway.open('subscription { tick }'), await gateway.open('subscription { tick }')];
    await until(() => graph.topics.tick.size === 2);

    graph.topics.tick.publish(5);

    expect(await Promise.all(streams.map(nextOf))).toEqual([{ data: { tick: 5 } }, { data: { tick: 5 } }]);
    expect(graph.boards.upgrades).toHaveLength(1);
  });

  it('ends with SERVICE_UNAVAILABLE when the gateway closes, and none begins after', async () => {
    const stream = await gateway.open('subscription { tick }');
    await until(() => graph.topics.tick.size === 1);

    await gateway.subscriptions.close();

    await expect(stream.next()).rejects.toMatchObject({ extensions: { code: 'SERVICE_UNAVAILABLE' } });
    await until(() => graph.topics.tick.size === 0);
    const { errors } = await gateway.refusal('subscription { tick }');
    expect(errors?.[0]?.extensions.code).toBe('SERVICE_UNAVAILABLE');
  });
});
