import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { GraphQLError, type ValidationRule } from 'graphql';
import { nextOf, startGateway, type TestGateway } from './graph/gateway.js';
import { boardOf, type Graph, startGraph } from './graph/graph.js';
import { createGate, until } from './graph/until.js';

const NAMES = 'subscription { boardChanged { entries { user { id name } } } }';

describe('errors of a subscription', () => {
  let graph: Graph;
  let gateway: TestGateway;

  beforeEach(async () => {
    graph = await startGraph();
    gateway = await startGateway([graph.boards, graph.users], { validationRules: [noWarnings], beforeSubscribe });
  });

  afterEach(async () => {
    await gateway.stop();
    await graph.stop();
  });

  it('cost one entity its own fields and point to it', async () => {
    const stream = await gateway.open(NAMES);
    await until(() => graph.topics.board.size === 1);

    graph.topics.board.publish(boardOf('1', 'broken'));

    expect(await nextOf(stream)).toEqual({
      data: {
        boardChanged: { entries: [{ user: { id: '1', name: 'User 1' } }, { user: { id: 'broken', name: null } }] },
      },
      errors: [
        {
          message: 'No such user',
          path: ['boardChanged', 'entries', 1, 'user'],
          extensions: { code: 'NOT_FOUND' },
        },
      ],
    });
  });

  it('that come with an event are passed on beside its completed data', async () => {
    await gateway.stop();
    gateway = await startGateway([graph.boards, graph.users]);
    const stream = await gateway.open('subscription { b: boardChanged { warning entries { user { name } } } }');
    await until(() => graph.topics.board.size === 1);

    graph.topics.board.publish(boardOf('1'));

    expect(await nextOf(stream)).toEqual({
      data: { b: { warning: null, entries: [{ user: { name: 'User 1' } }] } },
      errors: [{ message: 'The warning is not ready', path: ['b', 'warning'], extensions: { code: 'NOT_FOUND' } }],
    });
  });

  it('of a subgraph that is down cost its own fields only, and the stream goes on', async () => {
    const stream = await gateway.open(NAMES);
    await until(() => graph.topics.board.size === 1);
    await graph.users.stop();
    graph.topics.board.publish(boardOf('1'));

    const result = await nextOf(stream);

    expect(result).toEqual({
      data: { boardChanged: { entries: [{ user: { id: '1', name: null } }] } },
      errors: [{ message: 'Part of the data is unavailable', extensions: { code: 'SUBGRAPH_UNAVAILABLE' } }],
    });

    await graph.users.start();
    graph.topics.board.publish(boardOf('2'));
    expect(await nextOf(stream)).toEqual({
      data: { boardChanged: { entries: [{ user: { id: '2', name: 'User 2' } }] } },
    });
  });

  it('of a subgraph that hangs cost one event, and the stream goes on', async () => {
    await gateway.stop();
    gateway = await startGateway([graph.boards, graph.users], { executionTimeoutMs: 1_500 });
    const stream = await gateway.open(NAMES);
    await until(() => graph.topics.board.size === 1);
    const gate = createGate();
    graph.pauseUsers(() => gate.opened);
    graph.topics.board.publish(boardOf('1'));
    expect(await nextOf(stream)).toMatchObject({ data: null, errors: [{ extensions: { code: 'TIMEOUT' } }] });

    gate.open();
    graph.topics.board.publish(boardOf('2'));
    expect(await nextOf(stream)).toEqual({
      data: { boardChanged: { entries: [{ user: { id: '2', name: 'User 2' } }] } },
    });
  });

  it('end the stream when the subgraph refuses the operation, without its private extensions', async () => {
    const stream = await gateway.open('subscription { refused }');

    await expect(stream.next()).rejects.toMatchObject({
      errors: [{ message: 'Not for you', formatted: { extensions: { code: 'FORBIDDEN' } } }],
    });
    expect(await stream.next()).toEqual({ done: true, value: undefined });
    expect(gateway.subscriptions.active()).toBe(0);
  });

  it('are invalid operations, refused before any subgraph hears of them', async () => {
    const { errors } = await gateway.refusal('subscription { boardChanged { nothing } }');

    expect(errors?.map((error) => error.extensions.code)).toEqual(['GRAPHQL_VALIDATION_FAILED']);
    expect(graph.boards.upgrades).toHaveLength(0);
  });

  it.each([
    ['two root fields', 'subscription { tick boardChanged { title } }', 'GRAPHQL_VALIDATION_FAILED'],
    ['a root that may be absent', 'subscription { tick @skip(if: false) }', 'GRAPHQL_VALIDATION_FAILED'],
    [
      'an absent fragment at the root',
      'subscription ($on: Boolean!) { ...T @include(if: $on) } fragment T on Subscription { tick }',
      'GRAPHQL_VALIDATION_FAILED',
    ],
    ['a query', '{ board { title } }', 'OPERATION_RESOLUTION_FAILURE'],
    [
      'a variable of the wrong type',
      'subscription ($n: Int! = "x") { boardChanged(first: $n) { title } }',
      'GRAPHQL_VALIDATION_FAILED',
    ],
    ['a missing variable', 'subscription ($n: Int!) { boardChanged(first: $n) { title } }', 'BAD_USER_INPUT'],
    ['what a validation rule of the gateway forbids', 'subscription { boardChanged { warning } }', 'QUERY_TOO_COMPLEX'],
    ['an unknown fragment', 'subscription { ...Nowhere }', 'GRAPHQL_VALIDATION_FAILED'],
    ['what the hook forbids', 'subscription Forbidden { tick }', 'FORBIDDEN'],
    ['what the hook fails on', 'subscription Broken { tick }', 'INTERNAL'],
  ])('include %s', async (_case, query, code) => {
    const { errors } = await gateway.refusal(query);

    expect(errors?.map((error) => error.extensions.code)).toEqual([code]);
    expect(JSON.stringify(errors)).not.toMatch(/127\.0\.0\.1|stack|secret/);
    expect(gateway.subscriptions.active()).toBe(0);
  });

  it('have the form the gateway gives them', async () => {
    await gateway.stop();
    gateway = await startGateway([graph.boards, graph.users], {
      formatError: ({ extensions }) => ({ message: 'Hélas', extensions: { ...extensions, requestId: 'r1' } }),
    });

    const { errors } = await gateway.refusal('subscription { boardChanged { nothing } }');

    expect(JSON.parse(JSON.stringify(errors))).toEqual([
      { message: 'Hélas', extensions: { code: 'GRAPHQL_VALIDATION_FAILED', requestId: 'r1' } },
    ]);
  });
});

const noWarnings: ValidationRule = (context) => ({
  Field(node) {
    if (node.name.value !== 'warning') return;
    context.reportError(new GraphQLError('Too much', { nodes: node, extensions: { code: 'QUERY_TOO_COMPLEX' } }));
  },
});

function beforeSubscribe(_document: unknown, operationName: string | undefined): void {
  if (operationName === 'Forbidden') throw new GraphQLError('No', { extensions: { code: 'FORBIDDEN' } });
  if (operationName === 'Broken') throw new Error('secret of the hook');
}
