import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { nextOf } from './graph/gateway.js';
import { boardOf } from './graph/graph.js';
import { type LiveServer, startLiveServer } from './graph/live-server.js';
import { connectRaw, type RawClient } from './graph/raw-client.js';
import { createGate, until } from './graph/until.js';

const NAMES = 'subscription { boardChanged { title entries { user { name } } } }';
const MINE = 'subscription { boardChanged { title entries { user { seenBy } } } }';

describe('subscribers of a LATEST field', () => {
  let live: LiveServer;

  beforeEach(async () => {
    live = await startLiveServer({ limits: { perCaller: 6, total: 8 } });
  });
  afterEach(() => live.stop());

  async function subscriber(name: string, query = NAMES, id = '1', variables: object = {}): Promise<RawClient> {
    const client = await connectRaw(live.wsUrl);
    await client.init({ name });
    client.send({ id, type: 'subscribe', payload: { query, variables } });
    return client;
  }
  const seated = (count: number) => until(() => live.gateway.subscriptions.active() === count);
  const publish = (...ids: string[]) => live.graph.topics.board.publish(boardOf(...ids));

  it('who are equal cost one upstream subscription and one completion, and get the same bytes but for the id', async () => {
    const clients = [await subscriber('ada', NAMES, 'a'), await subscriber('bob', NAMES, 'b')];
    const raw: string[] = [];
    for (const { socket } of clients) socket.on('message', (data) => raw.push(String(data)));
    await seated(2);
    await until(() => live.graph.topics.board.size === 1);

    publish('1');
    const [a, b] = await Promise.all(clients.map((client) => client.expect({ type: 'next' })));

    expect(a).toMatchObject({ id: 'a', payload: { data: { boardChanged: { title: 'board of 1' } } } });
    expect(raw[1]).toBe(raw[0]?.replace('"id":"a"', '"id":"b"'));
    expect(b).toMatchObject({ id: 'b' });
    expect(live.graph.topics.board.started).toBe(1);
    expect(live.graph.users.requests.map(({ headers }) => headers['x-caller'])).toEqual(['nobody']);
    expect(live.gateway.subscriptions.shared()).toBe(1);
  });

  it('who come late get the current state at once', async () => {
    const early = await subscriber('ada');
    await until(() => live.graph.topics.board.size === 1);
    publish('1');
    await early.expect({ type: 'next' });

    const late = await subscriber('bob');

    expect(await late.expect({ type: 'next' })).toMatchObject({
      payload: { data: { boardChanged: { title: 'board of 1' } } },
    });
    expect(live.graph.users.requests).toHaveLength(1);
  });

  it('share their own data with themselves only', async () => {
    const clients = [await subscriber('ada', MINE), await subscriber('ada', MINE), await subscriber('bob', MINE)];
    await seated(3);
    await until(() => live.graph.topics.board.size === 2);

    publish('1');
    const seen = await Promise.all(
      clients.map(async (client) => JSON.stringify(await client.expect({ type: 'next' }))),
    );

    expect(seen.map((text) => /"seenBy":"(\w+)"/.exec(text)?.[1])).toEqual(['ada', 'ada', 'bob']);
    expect(live.graph.users.requests).toHaveLength(2);
  });

  it('who ask for the same in other words, or with defaults spelt out, are equal; with other variables they are not', async () => {
    const query = 'subscription ($first: Int! = 10) { boardChanged(first: $first) { title } }';
    await subscriber('ada', query);
    await subscriber('bob', query.replaceAll(' { ', '\n{\n'), '1', { first: 10 });
    await seated(2);
    expect(live.gateway.subscriptions.shared()).toBe(1);

    await subscriber('cy', query, '1', { first: 1 });
    await seated(3);
    expect(live.gateway.subscriptions.shared()).toBe(2);
  });

  it('get another’s data neither before nor after their socket becomes somebody else’s', async () => {
    const client = await subscriber('ada', MINE);
    const other = await subscriber('bob', MINE);
    await seated(2);
    await until(() => live.graph.topics.board.size === 2);
    publish('1');
    await Promise.all([client, other].map((one) => one.expect({ type: 'next' })));

    client.send({ type: 'ping', payload: { name: 'bob' } });
    await client.expect({ type: 'pong' });
    publish('2');

    const message = await client.expect({ type: 'next' });
    expect(JSON.stringify(message)).toContain('"seenBy":"bob"');
    await until(() => live.graph.topics.board.size === 1);
    expect(live.gateway.subscriptions.shared()).toBe(1);
  });

  it('skip states while one is being completed', async () => {
    const client = await subscriber('ada');
    await until(() => live.graph.topics.board.size === 1);
    const gate = createGate();
    live.graph.pauseUsers(() => gate.opened);
    publish('1');
    await until(() => live.graph.users.requests.length === 1);
    const witness = await live.gateway.open('subscription { boardChanged { title } }');
    await until(() => live.graph.topics.board.size === 2);
    for (const id of ['2', '3', '4']) publish(id);
    while (!JSON.stringify(await nextOf(witness)).includes('board of 4'));
    gate.open();

    await client.expect({ type: 'next' });
    expect(await client.expect({ type: 'next' })).toMatchObject({
      payload: { data: { boardChanged: { title: 'board of 4' } } },
    });
    expect(live.graph.users.requests).toHaveLength(2);
  });

  it('get the names as soon as the subgraph that knows them is back, without another event', async () => {
    await live.graph.users.stop();
    const client = await subscriber('ada');
    await until(() => live.graph.topics.board.size === 1);
    publish('1');
    expect(await client.expect({ type: 'next' })).toMatchObject({
      payload: { errors: [{ extensions: { code: 'SUBGRAPH_UNAVAILABLE' } }] },
    });

    await live.graph.users.start();

    expect(await client.expect({ type: 'next' })).toMatchObject({
      payload: { data: { boardChanged: { entries: [{ user: { name: 'User 1' } }] } } },
    });
    expect(client.received.filter(({ type }) => type === 'next')).toHaveLength(2);
  });

  it('are told nothing twice when a subgraph comes back and says again what they know', async () => {
    const client = await subscriber('ada');
    await until(() => live.graph.topics.board.size === 1);
    publish('1');
    await client.expect({ type: 'next' });

    live.graph.boards.closeSockets(1011);
    await until(() => live.graph.topics.board.started === 2);
    publish('1');
    publish('2');

    const next = await client.expect({ type: 'next' });
    expect(next).toMatchObject({ payload: { data: { boardChanged: { title: 'board of 2' } } } });
    expect(client.received.filter(({ type }) => type === 'next')).toHaveLength(2);
  });

  it('stay together under a new supergraph, and see the state as it is under that one', async () => {
    const clients = [await subscriber('ada'), await subscriber('bob')];
    await seated(2);
    await until(() => live.graph.topics.board.size === 1);
    publish('1');
    await Promise.all(clients.map((client) => client.expect({ type: 'next' })));

    live.reload();
    await until(() => live.graph.users.requests.length === 2);
    clients.push(await subscriber('cy'));
    await clients[2]?.expect({ type: 'next' });
    publish('2');
    const seen = await Promise.all(clients.map((client) => client.expect({ type: 'next' })));

    expect(seen.map((message) => JSON.stringify(message))).toEqual(
      Array(3).fill(expect.stringContaining('board of 2')),
    );
    expect(clients[0]?.received.filter(({ type }) => type === 'next')).toHaveLength(2);
    expect(live.graph.topics.board.started).toBe(1);
    expect(live.gateway.subscriptions.shared()).toBe(1);
  });

  it('complete when the subgraph completes, after the last state', async () => {
    const client = await subscriber('ada');
    await until(() => live.graph.topics.board.size === 1);
    publish('1');
    live.graph.topics.board.complete();

    await client.expect({ type: 'next', id: '1' });
    await client.expect({ type: 'complete', id: '1' });
    expect(live.gateway.subscriptions.active()).toBe(0);
    expect(live.gateway.subscriptions.shared()).toBe(0);
  });

  it('let go of the subgraph with the last of them', async () => {
    const [ada, bob] = [await subscriber('ada'), await subscriber('bob')];
    await seated(2);
    ada.send({ type: 'complete', id: '1' });
    await seated(1);
    expect(live.gateway.subscriptions.shared()).toBe(1);
    bob.socket.terminate();
    await until(() => live.graph.topics.board.size === 0 && live.gateway.subscriptions.shared() === 0);
  });

  it('may be so many of one caller and so many in all', async () => {
    const ada = await subscriber('ada');
    for (const id of ['2', '3', '4', '5', '6']) ada.send({ id, type: 'subscribe', payload: { query: NAMES } });
    await seated(6);
    ada.send({ id: '7', type: 'subscribe', payload: { query: 'subscription { tick }' } });
    expect(await ada.expect({ type: 'error' })).toMatchObject({
      id: '7',
      payload: [{ extensions: { code: 'RATE_LIMITED' } }],
    });
    const bob = await subscriber('bob');
    for (const id of ['2', '3']) bob.send({ id, type: 'subscribe', payload: { query: NAMES } });
    expect(await bob.expect({ type: 'error' })).toMatchObject({
      id: '3',
      payload: [{ extensions: { code: 'RATE_LIMITED' } }],
    });

    ada.send({ type: 'complete', id: '2' });
    await seated(7);
    bob.send({ id: '4', type: 'subscribe', payload: { query: NAMES } });
    await seated(8);
  });
});
