import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { boardOf } from './graph/graph.js';
import { type LiveServer, startLiveServer } from './graph/live-server.js';
import { connectStrictly, type StrictClient } from './graph/strict-client.js';
import { until } from './graph/until.js';

const BOARD = 'subscription { boardChanged { title } }';
/** Of equal and of other lengths, and such that JSON and UTF-8 make them longer. */
const IDS = ['a', 'b', '7c9e6679-7425-40de-944b-e07fc1f90ae7', 'é"\\\n', '\u{1F600}'.repeat(40), 'x'.repeat(300)];

describe('what is written past ws', () => {
  let live: LiveServer;
  const clients: StrictClient[] = [];

  beforeEach(async () => {
    live = await startLiveServer();
  });
  afterEach(async () => {
    for (const { socket } of clients.splice(0)) socket.destroy();
    await live.stop();
  });

  async function watch(ids: readonly string[]): Promise<StrictClient> {
    const before = live.gateway.subscriptions.active();
    const client = await connectStrictly(live.wsUrl);
    clients.push(client);
    client.send({ type: 'connection_init' });
    await until(() => client.messages().some(({ type }) => type === 'connection_ack'));
    for (const id of ids) client.send({ id, type: 'subscribe', payload: { query: BOARD } });
    await until(
      () => live.gateway.subscriptions.active() === before + ids.length && live.graph.topics.board.size === 1,
    );
    return client;
  }

  const publish = (title: string) => live.graph.topics.board.publish({ ...boardOf(), title });
  const titlesFor = (client: StrictClient, id: string): string[] =>
    client
      .messages()
      .filter((message) => message.id === id && message.type === 'next')
      .map((message) => JSON.stringify(message.payload))
      .map((payload) => JSON.parse(payload).data.boardChanged.title);

  it('are whole frames that a strict client accepts, among those of ws itself, whatever their length and ids', async () => {
    const client = await watch(IDS);
    // Around the lengths at which the head of a frame grows.
    const empty = JSON.stringify({ id: 'a', type: 'next', payload: { data: { boardChanged: { title: '' } } } }).length;
    const lengths = [125, 126, 127, 5_000, 65_535, 65_536, 65_537, 1_000_000].map((length) => length - empty);
    for (const [index, length] of lengths.entries()) {
      const isSlow = index % 2 === 1;
      if (isSlow) client.socket.pause();
      client.control('ping', Buffer.from(String(index)));
      client.send({ id: `query ${index}`, type: 'subscribe', payload: { query: '{ board { title } }' } });
      const title = `${index}é`.padEnd(length - 1, 'x');
      publish(title);
      client.send({ type: 'ping', payload: { index } });
      client.socket.resume();
      await until(() => IDS.every((id) => titlesFor(client, id).at(-1) === title));
    }
    await until(() => client.frames.filter(({ opcode }) => opcode === 'pong').length === lengths.length);
    await until(() => client.messages().filter(({ type }) => type === 'pong').length === lengths.length);
    expect(client.violations).toEqual([]);
  });

  it('ends with the close frame, also while the client does not hang up', async () => {
    const leaving = await watch(['a']);
    const staying = await watch(['b']);
    publish('first');
    await until(() => titlesFor(leaving, 'a').length === 1 && titlesFor(staying, 'b').length === 1);
    leaving.control('close', Buffer.from([3, 232]));
    await until(() => leaving.frames.at(-1)?.opcode === 'close');
    for (const title of ['second', 'third']) {
      publish(title);
      await until(() => titlesFor(staying, 'b').at(-1) === title);
    }
    expect(titlesFor(leaving, 'a')).toEqual(['first']);
    leaving.socket.end();
    await until(() => live.gateway.subscriptions.active() === 1);
    expect(leaving.violations).toEqual([]);
  });

  it('ends with the close frame for a slow reader too, whatever it was still to be sent', async () => {
    const slow = await watch(['a']);
    const quick = await watch(['b']);
    slow.socket.pause();
    // Above what the buffers of two systems take.
    for (const title of ['1', '2', '3', '4', '5', '6']) {
      publish(title.repeat(2_000_000));
      await until(() => titlesFor(quick, 'b').at(-1)?.startsWith(title) === true);
    }
    const closing = live.sockets.close(1012, 60_000);
    slow.socket.resume();
    for (const { socket } of [slow, quick]) socket.once('end', () => socket.end());
    await until(() => slow.frames.at(-1)?.opcode === 'close');
    for (const client of [slow, quick]) client.control('close', Buffer.from([3, 232]));
    await closing;
    expect(slow.violations).toEqual([]);
    expect(titlesFor(slow, 'a').length).toBeLessThan(6);
  });
});
