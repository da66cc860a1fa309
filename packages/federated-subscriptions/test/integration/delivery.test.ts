import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { GraphQLError } from 'graphql';
import { nextOf, startGateway, type TestGateway } from './graph/gateway.js';
import { boardOf, type Graph, startGraph } from './graph/graph.js';
import { createGate, until } from './graph/until.js';

const TITLES = 'subscription { boardChanged { title entries { user { name } } } }';

describe('delivery', () => {
  let graph: Graph;
  let gateway: TestGateway;

  beforeEach(async () => {
    graph = await startGraph();
    gateway = await startGateway([graph.boards, graph.users], {
      delivery: (field) => (field === 'boardChanged' ? 'LATEST' : 'EVERY'),
      maxQueued: 3,
    });
  });

  afterEach(async () => {
    await gateway.stop();
    await graph.stop();
  });

  it('of LATEST keeps only the newest event while an earlier one is being completed', async () => {
    const stream = await gateway.open(TITLES);
    await until(() => graph.topics.board.size === 1);
    const gate = createGate();
    graph.pauseUsers(() => gate.opened);

    const first = nextOf(stream);
    graph.topics.board.publish(boardOf('1'));
    await until(() => graph.users.requests.length === 1);
    const witness = await gateway.open('subscription { boardChanged { title } }');
    await until(() => graph.topics.board.size === 2);
    for (const id of ['2', '3', '4']) graph.topics.board.publish(boardOf(id));
    // The witness reads slowly too, over the same upstream socket: once it has the last event, so has the stream.
    expect(await readUntil(witness, 'board of 4')).toBe(true);
    gate.open();

    expect(await first).toMatchObject({ data: { boardChanged: { title: 'board of 1' } } });
    expect(await nextOf(stream)).toMatchObject({ data: { boardChanged: { title: 'board of 4' } } });
    expect(graph.users.requests).toHaveLength(2);
  });

  it('of EVERY keeps each event and their order', async () => {
    const stream = await gateway.open('subscription { tick }');
    await until(() => graph.topics.tick.size === 1);

    for (const value of [1, 2, 3]) graph.topics.tick.publish(value);

    expect([await nextOf(stream), await nextOf(stream), await nextOf(stream)]).toEqual(
      [1, 2, 3].map((tick) => ({ data: { tick } })),
    );
  });

  it('of EVERY ends with the error of its source only after the events before it', async () => {
    const stream = await gateway.open('subscription { tick }');
    const witness = await gateway.open('subscription { tick }');
    await until(() => graph.topics.tick.size === 2);

    for (const value of [1, 2, 3]) graph.topics.tick.publish(value);
    graph.topics.tick.fail(new GraphQLError('No more today', { extensions: { code: 'CONFLICT' } }));
    // Over the same upstream socket: when the one has been told, so has the other.
    await expect(readUntil(witness, 'nothing')).rejects.toMatchObject({ extensions: { code: 'CONFLICT' } });

    expect([await nextOf(stream), await nextOf(stream), await nextOf(stream)]).toEqual(
      [1, 2, 3].map((tick) => ({ data: { tick } })),
    );
    await expect(stream.next()).rejects.toMatchObject({ extensions: { code: 'CONFLICT' } });
    expect(gateway.subscriptions.active()).toBe(0);
  });

  it('of EVERY ends with RESYNC_REQUIRED when a reader falls too far behind, and lets go of the subgraph', async () => {
    const stream = await gateway.open('subscription { tick }');
    await until(() => graph.topics.tick.size === 1);

    for (const value of [1, 2, 3, 4, 5]) graph.topics.tick.publish(value);
    await until(() => graph.topics.tick.size === 0);

    await expect(stream.next()).rejects.toMatchObject({ extensions: { code: 'RESYNC_REQUIRED' } });
    expect(gateway.subscriptions.active()).toBe(0);
  });
});

async function readUntil(stream: AsyncIterableIterator<unknown>, text: string): Promise<boolean> {
  for await (const result of stream) if (JSON.stringify(result).includes(text)) return true;
  return false;
}
