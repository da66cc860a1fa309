import type { Upstream, UpstreamSink } from '@doctorpy/federated-subscriptions';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { nextOf, startGateway, type TestGateway } from './graph/gateway.js';
import { type Graph, startGraph } from './graph/graph.js';
import { until } from './graph/until.js';

describe('a subgraph that is reached in another way than over a socket', () => {
  let graph: Graph;
  let gateway: TestGateway;
  /** Subscriptions at the boards, by what is told of their events. */
  const open = new Map<UpstreamSink, string>();
  let asked: string[];
  let isClosed: boolean;
  /** What happened, in order. */
  let told: string[];
  const boards: Upstream = {
    subscribe(payload, sink) {
      void payload().then(({ query }) => open.set(sink, query));
      return () => open.delete(sink);
    },
    close() {
      isClosed = true;
    },
  };

  beforeEach(async () => {
    open.clear();
    asked = [];
    isClosed = false;
    told = [];
    graph = await startGraph();
    gateway = await startGateway([graph.boards, graph.users], {
      beforeEvent: () => told.push('event'),
      upstreamOf(subgraph) {
        asked.push(subgraph);
        return subgraph === 'boards' ? boards : null;
      },
    });
  });
  afterEach(async () => {
    await gateway.stop();
    await graph.stop();
  });

  it('is subscribed to that way, its events are completed by others, and it is left with the client', async () => {
    const stream = await gateway.open('subscription { boardChanged { title entries { user { name } } } }');
    await until(() => open.size === 1);
    expect(graph.topics.board.size).toBe(0);
    const [[sink, query] = []] = open;
    expect(query).toContain('boardChanged');
    const entry = { user: { __typename: 'User', id: '1' } };
    sink?.next({ data: { boardChanged: { title: 'called', entries: [entry] } } }, 80);
    expect(await nextOf(stream)).toMatchObject({
      data: { boardChanged: { title: 'called', entries: [{ user: { name: expect.any(String) } }] } },
    });
    await stream.return?.();
    expect(open.size).toBe(0);
  });

  it('announces its events, and gaps in which some may have been missed, before anybody hears of them', async () => {
    const stream = await gateway.open('subscription { boardChanged { title } }');
    await until(() => open.size === 1);
    const [[sink] = []] = open;
    const heard = nextOf(stream).then(() => told.push('heard'));
    sink?.next({ data: { boardChanged: { title: 'called' } } }, 80);
    await heard;
    expect(told).toEqual(['event', 'heard']);
    sink?.interrupted();
    expect(told).toEqual(['event', 'heard', 'event']);
    await stream.return?.();
  });

  it('is asked for once, and closed with the others', async () => {
    for (const field of ['tick', 'tick']) void gateway.open(`subscription { ${field} }`);
    await until(() => open.size === 2);
    expect(asked).toEqual(['boards']);
    await gateway.subscriptions.close();
    expect(isClosed).toBe(true);
  });
});
