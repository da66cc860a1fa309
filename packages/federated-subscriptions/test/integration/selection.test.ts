import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { nextOf, startGateway, type TestGateway } from './graph/gateway.js';
import { boardOf, type Graph, startGraph } from './graph/graph.js';
import { until } from './graph/until.js';

describe('the selection of a subscription', () => {
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

  /** Opens a subscription to boards, publishes one and reads the result. */
  async function onBoard(query: string, board = boardOf('1', '2'), variables = {}): Promise<unknown> {
    const stream = await gateway.open(query, { variables });
    await until(() => graph.topics.board.size === 1);
    graph.topics.board.publish(board);
    return nextOf(stream);
  }

  it('is completed from another subgraph, all entities in one request', async () => {
    const result = await onBoard('subscription { boardChanged { title entries { rank user { id name } } } }');

    expect(result).toEqual({
      data: {
        boardChanged: {
          title: 'board of 1, 2',
          entries: [
            { rank: 1, user: { id: '1', name: 'User 1' } },
            { rank: 2, user: { id: '2', name: 'User 2' } },
          ],
        },
      },
    });
    expect(graph.users.requests).toHaveLength(1);
    expect(graph.users.requests[0]?.variables.representations).toHaveLength(2);
  });

  it('keeps aliases at every level', async () => {
    const result = await onBoard('subscription { live: boardChanged { es: entries { who: user { called: name } } } }');

    expect(result).toEqual({
      data: { live: { es: [{ who: { called: 'User 1' } }, { who: { called: 'User 2' } }] } },
    });
  });

  it('may be spread over fragments, the root included', async () => {
    const result = await onBoard(
      `subscription Named { ...Root }
       fragment Root on Subscription { boardChanged(first: 1) { entries { ...Row } } }
       fragment Row on Entry { rank user { ... on User { name } } }`,
    );

    expect(result).toEqual({ data: { boardChanged: { entries: [{ rank: 1, user: { name: 'User 1' } }] } } });
  });

  it('runs with variables after their defaults, those only the rest of the selection uses included', async () => {
    const query = `subscription ($first: Int! = 1, $style: Style! = LOUD) {
      boardChanged(first: $first) { entries { user { name(style: $style) } } }
    }`;

    expect(await onBoard(query)).toEqual({ data: { boardChanged: { entries: [{ user: { name: 'USER 1!' } }] } } });
    expect(graph.boards.subscribes[0]?.variables).toEqual({ first: 1 });
  });

  it('prefers variables that were sent to their defaults', async () => {
    const query = `subscription ($first: Int! = 2, $style: Style! = LOUD) {
      boardChanged(first: $first) { entries { user { name(style: $style) } } }
    }`;

    const result = await onBoard(query, boardOf('7', '8'), { first: 1, style: 'PLAIN' });

    expect(result).toEqual({ data: { boardChanged: { entries: [{ user: { name: 'User 7' } }] } } });
  });

  it.each([
    [true, { title: 'board of 1', entries: [{ user: { name: 'User 1' } }] }],
    [false, { entries: [{ user: {} }] }],
  ])('follows @include and @skip in both subgraphs (%s)', async (on, boardChanged) => {
    const query = `subscription ($on: Boolean!) {
      boardChanged { title @include(if: $on) entries { rank @skip(if: true) user { name @include(if: $on) } } }
    }`;

    expect(await onBoard(query, boardOf('1'), { on })).toEqual({ data: { boardChanged } });
    expect(graph.users.requests).toHaveLength(on ? 1 : 0);
  });

  it('resolves a field that requires another subgraph first', async () => {
    const result = await onBoard('subscription { boardChanged { entries { user { badge } } } }', boardOf('3'));

    expect(result).toEqual({ data: { boardChanged: { entries: [{ user: { badge: 'badge 3/30' } }] } } });
  });

  it('follows abstract types to the fields of the type that came', async () => {
    const stream = await gateway.open(
      'subscription { news { __typename headline ... on Promotion { user { name } } ... on Notice { text } } }',
    );
    await until(() => graph.topics.news.size === 1);

    graph.topics.news.publish({ __typename: 'Promotion', headline: 'Up', user: { id: '4' } });
    expect(await nextOf(stream)).toEqual({
      data: { news: { __typename: 'Promotion', headline: 'Up', user: { name: 'User 4' } } },
    });

    graph.topics.news.publish({ __typename: 'Notice', headline: 'Soon', text: 'A pause' });
    expect(await nextOf(stream)).toEqual({
      data: { news: { __typename: 'Notice', headline: 'Soon', text: 'A pause' } },
    });
  });

  it('is fetched for each subscriber as that subscriber', async () => {
    const query = 'subscription { boardChanged { entries { user { seenBy } } } }';
    const ada = await gateway.open(query, { caller: 'ada' });
    const bob = await gateway.open(query, { caller: 'bob' });
    await until(() => graph.topics.board.size === 2);

    graph.topics.board.publish(boardOf('1'));

    expect(await nextOf(ada)).toEqual({ data: { boardChanged: { entries: [{ user: { seenBy: 'ada' } }] } } });
    expect(await nextOf(bob)).toEqual({ data: { boardChanged: { entries: [{ user: { seenBy: 'bob' } }] } } });
  });
});
