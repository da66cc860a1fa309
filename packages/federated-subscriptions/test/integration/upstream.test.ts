import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startGateway, type TestGateway } from './graph/gateway.js';
import { boardOf, type Graph, startGraph } from './graph/graph.js';
import { createGate, until } from './graph/until.js';

describe('the connection to a subgraph', () => {
  let graph: Graph;
  let gateway: TestGateway;
  let signature: number;

  beforeEach(async () => {
    signature = 0;
    graph = await startGraph();
    gateway = await startGateway([graph.boards, graph.users], {
      delivery: (field) => (field === 'boardChanged' ? 'LATEST' : 'EVERY'),
      upstreamHeaders: (subgraph) => ({ 'x-from': `gateway to ${subgraph}` }),
      upstreamConnectionParams: async () => ({ signature: ++signature }),
      subscribeExtensions: async (subgraph, { query }, { name }) => ({
        caller: name,
        signature: ++signature,
        covers: `${subgraph} ${query.length > 0}`,
      }),
    });
  });

  afterEach(async () => {
    await gateway.stop();
    await graph.stop();
  });

  const TITLE = 'subscription { boardChanged { title } }';

  async function receivesBoard(stream: AsyncIterableIterator<unknown>, id: string): Promise<void> {
    await until(() => graph.topics.board.size === 1);
    graph.topics.board.publish(boardOf(id));
    expect((await stream.next()).value).toMatchObject({ data: { boardChanged: { title: `board of ${id}` } } });
  }

  it('carries the headers, parameters and signed caller it is given', async () => {
    await gateway.open(TITLE, { caller: 'ada' });
    await until(() => graph.topics.board.size === 1);

    expect(graph.boards.upgrades[0]?.['x-from']).toBe('gateway to boards');
    expect(graph.boards.inits).toEqual([{ signature: 1 }]);
    expect(graph.boards.subscribes[0]?.extensions).toEqual({ caller: 'ada', signature: 2, covers: 'boards true' });
  });

  it('survives an operation larger than the subgraph takes, which is refused alone', async () => {
    const stream = await gateway.open(TITLE);
    await receivesBoard(stream, '1');
    const huge = await gateway.open(`subscription { boardChanged { ${'t'.repeat(300_000)}: title } }`);
    await expect(huge.next()).rejects.toMatchObject({ extensions: { code: 'PAYLOAD_TOO_LARGE' } });

    await receivesBoard(stream, '2');
    expect(graph.boards.inits).toHaveLength(1);
  });

  it('is made again after a restart, signed anew, while the client just waits', async () => {
    const stream = await gateway.open(TITLE, { caller: 'ada' });
    await receivesBoard(stream, '1');

    await graph.boards.stop();
    await until(() => graph.topics.board.size === 0);
    await graph.boards.start();

    await receivesBoard(stream, '2');
    expect(graph.boards.inits).toEqual([{ signature: 1 }, { signature: 3 }]);
    expect(graph.boards.subscribes.map(({ extensions }) => extensions?.signature)).toEqual([2, 4]);
  });

  it('is waited for when the subgraph is not there yet', async () => {
    await graph.boards.stop();
    const stream = await gateway.open(TITLE);
    await graph.boards.start();

    await receivesBoard(stream, '1');
  });

  it.each([1000, 1002, 1011, 1012, 4400, 4401, 4403, 4500])('is made again after close code %i', async (code) => {
    const stream = await gateway.open(TITLE);
    await receivesBoard(stream, '1');
    const { started } = graph.topics.board;

    graph.boards.closeSockets(code);
    await until(() => graph.topics.board.started > started);

    await receivesBoard(stream, '2');
  });

  it('is made again when the subgraph hangs without closing it', async () => {
    await gateway.stop();
    gateway = await startGateway([graph.boards, graph.users], {
      upstreamPingIntervalMs: 200,
      delivery: () => 'LATEST',
    });
    const stream = await gateway.open(TITLE);
    await receivesBoard(stream, '1');

    graph.boards.freezeSockets();
    await until(() => graph.topics.board.started === 2);

    graph.topics.board.publish(boardOf('2'));
    expect((await stream.next()).value).toMatchObject({ data: { boardChanged: { title: 'board of 2' } } });
  });

  it('carries a subscription once, even if signing it outlasts a connection', async () => {
    await gateway.stop();
    const gates = [createGate(), createGate()];
    let signed = 0;
    gateway = await startGateway([graph.boards, graph.users], {
      subscribeExtensions: async () => {
        const attempt = signed++;
        await gates[attempt]?.opened;
        return { attempt };
      },
    });
    const stream = await gateway.open(TITLE);
    await until(() => signed === 1);
    graph.boards.closeSockets(1012);
    await until(() => signed === 2);

    gates[0]?.open();
    gates[1]?.open();
    await receivesBoard(stream, '1');

    expect(graph.boards.subscribes.map(({ extensions }) => extensions)).toEqual([{ attempt: 1 }]);
  });

  it('does not carry a subscription whose client left while it was being signed', async () => {
    await gateway.stop();
    const gate = createGate();
    let signed = 0;
    gateway = await startGateway([graph.boards, graph.users], {
      subscribeExtensions: async (_subgraph, { query }) => {
        signed++;
        if (query.includes('tick')) await gate.opened;
        return {};
      },
    });
    const gone = await gateway.open('subscription { tick }');
    await until(() => signed === 1);
    await gone.return?.();

    gate.open();
    await receivesBoard(await gateway.open(TITLE), '1');

    expect(graph.topics.tick.started).toBe(0);
  });

  it('never hides a gap from the reader of an EVERY field', async () => {
    const stream = await gateway.open('subscription { tick }');
    await until(() => graph.topics.tick.size === 1);

    graph.boards.closeSockets(1012);

    await expect(stream.next()).rejects.toMatchObject({ extensions: { code: 'RESYNC_REQUIRED' } });
  });

  it('ends a subscription whose caller can no longer be signed, with the reason given', async () => {
    await gateway.stop();
    let isRevoked = false;
    gateway = await startGateway([graph.boards, graph.users], {
      afterGap: () => 'RESUME',
      subscribeExtensions: () => {
        if (isRevoked) throw new Error('secret reason');
        return {};
      },
    });
    const stream = await gateway.open(TITLE);
    await receivesBoard(stream, '1');

    isRevoked = true;
    graph.boards.closeSockets(1012);

    await expect(stream.next()).rejects.toMatchObject({ message: 'Internal server error' });
  });

  it('is closed when the last subscription has gone', async () => {
    await gateway.stop();
    gateway = await startGateway([graph.boards, graph.users], { upstreamIdleMs: 1, afterGap: () => 'RESUME' });
    const stream = await gateway.open(TITLE);
    await receivesBoard(stream, '1');
    expect(graph.boards.openSockets()).toBe(1);

    await stream.return?.();
    await until(() => graph.boards.openSockets() === 0);

    await receivesBoard(await gateway.open(TITLE), '2');
  });
});
