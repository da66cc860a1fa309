import { waitFor } from '@doctorpy/testkit';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { createOutbox, createRelay, type Relay } from '../../../src/events/index.js';
import { outboxModel } from '../../../src/events/outbox.model.js';
import { silentLogger } from '../../../src/logging/index.js';
import { redisReady } from '../../../src/redis/index.js';
import { type EventEnvironment, eventEnvironment, origin } from './environment.js';

let env: EventEnvironment;
const relays: Relay[] = [];

beforeAll(async () => {
  env = await eventEnvironment();
});
beforeEach(async () => {
  await outboxModel(env.connection).deleteMany({});
  await env.redis.flushall();
});
afterEach(async () => {
  jest.restoreAllMocks();
  await Promise.all(relays.splice(0).map((relay) => relay.stop()));
});
afterAll(() => env.close());

function relay(): Relay {
  const { connection, redis } = env;
  const created = createRelay({ connection, redis, producer: 'auth', log: silentLogger(), pollMs: 20 });
  relays.push(created);
  return created;
}

const users = (count: number, from = 1) => Array.from({ length: count }, (_, index) => `u${from + index}`);

describe('the relay', () => {
  it('delivers committed events in the order they were written', async () => {
    await env.commit(...users(250));
    await relay().flush();
    expect(await env.streamed()).toEqual(users(250));
  });

  it('delivers nothing of a transaction that was rolled back', async () => {
    const outbox = createOutbox({ connection: env.connection, producer: 'auth' });
    const session = await env.connection.startSession();
    session.startTransaction();
    await outbox.append(session, 'USER_REGISTERED', { userId: 'ghost' }, origin);
    await session.abortTransaction();
    await session.endSession();
    await relay().flush();
    expect(await env.streamed()).toEqual([]);
  });

  it('skips no event whose transaction commits after a younger one was delivered', async () => {
    const outbox = createOutbox({ connection: env.connection, producer: 'auth' });
    const slow = await env.connection.startSession();
    slow.startTransaction();
    await outbox.append(slow, 'USER_REGISTERED', { userId: 'slow' }, origin);
    await env.commit('quick');
    const first = relay();
    await first.flush();
    await slow.commitTransaction();
    await slow.endSession();
    await first.flush();
    expect(await env.streamed()).toEqual(['quick', 'slow']);
  });

  it('finds events by itself when nobody flushes', async () => {
    await relay().start();
    await env.commit('u1');
    await waitFor(async () => (await env.streamed()).includes('u1'), { what: 'the event arrives' });
  });

  it('loses nothing when it dies between writing to the stream and remembering it', async () => {
    await env.commit(...users(3));
    jest.spyOn(outboxModel(env.connection), 'bulkWrite').mockRejectedValueOnce(new Error('killed'));
    const dying = relay();
    await dying.flush();
    expect(await env.streamed()).toEqual(users(3));
    expect(await outboxModel(env.connection).countDocuments({ publishedAt: null })).toBe(3);
    await relay().flush();
    expect(new Set(await env.streamed())).toEqual(new Set(users(3)));
    expect(await outboxModel(env.connection).countDocuments({ publishedAt: null })).toBe(0);
  });

  it('restores the stream after Redis was flushed, and adds what is new behind it', async () => {
    const running = relay();
    await env.commit(...users(150));
    await running.flush();
    await env.redis.flushall();
    await env.commit('u151');
    await running.flush();
    expect(await env.streamed()).toEqual(users(151));
  });

  it('restores the stream after Redis came back without its data', async () => {
    await relay().start();
    await env.commit(...users(5));
    await waitFor(async () => (await env.streamed()).length === 5, { what: 'five events' });
    await env.server.kill();
    await env.server.restart();
    await redisReady(env.redis);
    await waitFor(async () => (await env.streamed()).length === 5, { what: 'the five events again' });
    expect(await env.streamed()).toEqual(users(5));
  });

  it('adds again only the end that Redis lost', async () => {
    const running = relay();
    await env.commit(...users(120));
    await running.flush();
    const entries = await env.redis.xrange('events:{auth}', '-', '+');
    await env.redis.xdel('events:{auth}', ...entries.slice(-110).map(([entryId]) => entryId));
    await env.commit('u121');
    await running.flush();
    expect(await env.streamed()).toEqual(users(121));
  });

  it('restores everything even when the first attempt to restore dies halfway', async () => {
    const running = relay();
    await env.commit(...users(120));
    await running.flush();
    await env.redis.flushall();
    const records = outboxModel(env.connection);
    const write = records.bulkWrite.bind(records);
    jest.spyOn(records, 'bulkWrite').mockImplementationOnce(write).mockRejectedValueOnce(new Error('killed'));
    await running.flush();
    expect(await env.streamed()).toEqual([]);
    expect(await records.countDocuments({ publishedAt: null })).toBe(100);
    await relay().flush();
    expect(await env.streamed()).toEqual(users(120));
  });

  it('takes turns with the relay of another replica: nothing is lost, the order is kept', async () => {
    const [one, other] = [relay(), relay()];
    await Promise.all([one.start(), other.start()]);
    for (let from = 1; from <= 60; from += 20) {
      await env.commit(...users(20, from));
      await Promise.all([one.flush(), other.flush()]);
    }
    expect(await env.streamed()).toEqual(users(60));
  });

  it('goes on when the replica that was working has died', async () => {
    await env.connection
      .collection<{ _id: string }>('relay_leases')
      .insertOne({ _id: 'auth', holder: 'dead', expiresAt: new Date(Date.now() + 300) } as { _id: string });
    await env.commit('u1');
    await relay().flush();
    expect(await env.streamed()).toEqual(['u1']);
  });

  it('keeps a published event seven days, a waiting one for ever', async () => {
    const indexes = await outboxModel(env.connection).collection.indexes();
    expect(indexes).toContainEqual(
      expect.objectContaining({ key: { publishedAt: 1 }, expireAfterSeconds: 7 * 24 * 3600 }),
    );
  });
});

describe('the outbox', () => {
  it('refuses to write outside a transaction', async () => {
    const outbox = createOutbox({ connection: env.connection, producer: 'auth' });
    const session = await env.connection.startSession();
    await expect(outbox.append(session, 'USER_REGISTERED', { userId: 'u1' }, origin)).rejects.toThrow(/transaction/);
    await session.endSession();
  });

  it('refuses an event of another service', async () => {
    const outbox = createOutbox({ connection: env.connection, producer: 'auth' });
    const session = await env.connection.startSession();
    const payload = { questId: 'q', version: 1 };
    await expect(outbox.append(session, 'QUEST_PUBLISHED', payload, origin)).rejects.toThrow(/written by quest/);
    await session.endSession();
  });
});
