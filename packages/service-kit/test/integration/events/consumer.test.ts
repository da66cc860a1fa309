import { startProcess, waitFor } from '@doctorpy/testkit';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { createGroupStream } from '../../../src/events/group-stream.js';
import {
  type Consumer,
  type ConsumerOptions,
  createConsumer,
  createEvent,
  createRelay,
  type EventHandlers,
} from '../../../src/events/index.js';
import { silentLogger } from '../../../src/logging/index.js';
import { type EventEnvironment, eventEnvironment, origin } from './environment.js';

let env: EventEnvironment;
const consumers: Consumer[] = [];

beforeAll(async () => {
  env = await eventEnvironment();
});
beforeEach(async () => {
  await env.redis.flushall();
  for (const name of ['outbox', 'processed_events', 'effects']) await env.connection.collection(name).deleteMany({});
  // A collection born inside a transaction would make parallel ones fail.
  await env.connection.createCollection('effects').catch(() => undefined);
});
afterEach(async () => {
  await Promise.all(consumers.splice(0).map((consumer) => consumer.stop()));
});
afterAll(() => env.close());

async function startConsumer(handlers: EventHandlers, options: Partial<ConsumerOptions> = {}): Promise<Consumer> {
  const { connection, redis } = env;
  const consumer = createConsumer({
    connection,
    redis,
    group: 'test',
    producers: ['auth'],
    handlers,
    log: silentLogger(),
    idleMs: 50,
    blockMs: 20,
    ...options,
  });
  consumers.push(consumer);
  await consumer.start();
  return consumer;
}

async function deliver(...userIds: string[]): Promise<void> {
  await env.commit(...userIds);
  const { connection, redis } = env;
  await createRelay({ connection, redis, producer: 'auth', log: silentLogger() }).flush();
}

/** The ordinary effect: a row per registered user, inside the transaction. */
const recordUser: EventHandlers = {
  USER_REGISTERED: async ({ payload }, session) => {
    await env.connection.collection('effects').insertOne({ userId: payload.userId }, { session });
  },
};

async function effects(): Promise<string[]> {
  const rows = await env.connection.collection('effects').find().sort({ _id: 1 }).toArray();
  return rows.map(({ userId }) => userId);
}

async function pendingCount(): Promise<unknown> {
  const [count] = await env.redis.xpending('events:{auth}', 'test');
  return count;
}

const users = (count: number) => Array.from({ length: count }, (_, index) => `u${index + 1}`);
const allHandled = (count: number) =>
  waitFor(async () => (await effects()).length >= count && (await pendingCount()) === 0, {
    what: `${count} effects, all acknowledged`,
  });

describe('a consumer', () => {
  it('has the effect of every event once, in order, and acknowledges it', async () => {
    await startConsumer(recordUser);
    await deliver(...users(20));
    await allHandled(20);
    expect(await effects()).toEqual(users(20));
  });

  it('reads what happened before its group existed', async () => {
    await deliver('early');
    await startConsumer(recordUser);
    await allHandled(1);
  });

  it('has the effect once when its process is killed between the effect and the acknowledgement', async () => {
    await deliver('u1');
    const doomed = await startProcess({
      script: 'packages/service-kit/test/integration/events/processes/consumer.ts',
      args: [env.mongoUrl, env.database, env.server.url],
    });
    await doomed.waitForOutput(/effect committed/);
    await doomed.kill();
    expect(await pendingCount()).toBe(1);
    await startConsumer(recordUser);
    await allHandled(1);
    expect(await effects()).toEqual(['u1']);
  });

  it('has the effect once when the same event lies in the stream twice', async () => {
    const event = JSON.stringify(createEvent('USER_REGISTERED', { userId: 'u1' }, origin));
    await env.redis.xadd('events:{auth}', '*', 'id', 'x', 'event', event);
    await env.redis.xadd('events:{auth}', '*', 'id', 'x', 'event', event);
    await startConsumer(recordUser);
    await deliver('u2');
    await allHandled(2);
    expect(await effects()).toEqual(['u1', 'u2']);
  });

  it('shares the events with another consumer of its group, each event going to one of them', async () => {
    await startConsumer(recordUser);
    await startConsumer(recordUser);
    await deliver(...users(40));
    await allHandled(40);
    expect((await effects()).sort()).toEqual(users(40).sort());
  });

  it('tries again when a handler failed, and keeps nothing of the failed attempt', async () => {
    let attempts = 0;
    await startConsumer({
      USER_REGISTERED: async (event, session, log) => {
        attempts += 1;
        await recordUser.USER_REGISTERED?.(event, session, log);
        if (attempts < 3) throw new Error('not yet');
      },
    });
    await deliver('u1');
    await allHandled(1);
    expect(await effects()).toEqual(['u1']);
    expect(attempts).toBe(3);
  });

  it('moves an event that always fails to the dead-letter stream, and handles the others', async () => {
    const failing: EventHandlers = {
      USER_REGISTERED: async (event, session, log) => {
        if (event.payload.userId === 'poison') throw new Error('cannot digest');
        await recordUser.USER_REGISTERED?.(event, session, log);
      },
    };
    await startConsumer(failing, { maxAttempts: 3 });
    await deliver('u1', 'poison', 'u2');
    await allHandled(2);
    expect(await effects()).toEqual(['u1', 'u2']);
    const letters = await env.redis.xrange('events:{auth}:dead:test', '-', '+');
    expect(letters).toHaveLength(1);
    expect(letters[0]?.[1].join(' ')).toMatch(/poison.*cannot digest/);
  });

  it.each([
    ['text that is no event', 'gibberish'],
    ['a payload without its fields', { payload: {} }],
    ['an operator where an id belongs', { payload: { userId: { $gt: '' } } }],
  ])('moves %s to the dead-letter stream at once', async (_case, change) => {
    const event = createEvent('USER_REGISTERED', { userId: 'u1' }, origin);
    const text = typeof change === 'string' ? change : JSON.stringify({ ...event, ...change });
    await env.redis.xadd('events:{auth}', '*', 'id', event.id, 'event', text);
    await startConsumer(recordUser);
    await waitFor(async () => (await env.redis.xlen('events:{auth}:dead:test')) === 1, { what: 'a dead letter' });
    expect(await pendingCount()).toBe(0);
    expect(await effects()).toEqual([]);
  });

  it('skips events of a newer version of the platform', async () => {
    const event = createEvent('USER_REGISTERED', { userId: 'u1' }, origin);
    for (const newer of [
      { ...event, version: 2 },
      { ...event, name: 'COFFEE_BREWED' },
    ]) {
      await env.redis.xadd('events:{auth}', '*', 'id', event.id, 'event', JSON.stringify(newer));
    }
    await startConsumer(recordUser);
    await deliver('u2');
    await allHandled(1);
    expect(await effects()).toEqual(['u2']);
    expect(await env.redis.exists('events:{auth}:dead:test')).toBe(0);
  });

  it('makes its group again after Redis was flushed, without doubling an effect', async () => {
    await startConsumer(recordUser);
    await deliver(...users(3));
    await allHandled(3);
    await env.redis.flushall();
    await deliver('u4');
    await allHandled(4);
    expect(await effects()).toEqual(users(4));
  });

  it('goes on when Redis comes back without its data', async () => {
    await startConsumer(recordUser);
    await deliver(...users(3));
    await allHandled(3);
    await env.server.kill();
    await env.commit('u4');
    await env.server.restart();
    await waitFor(() => env.redis.ping(), { what: 'Redis answers' });
    await deliver();
    await allHandled(4);
    expect(await effects()).toEqual(users(4));
  });

  it('waits for the effect in hand when it is stopped', async () => {
    let finish: () => void = () => undefined;
    const finished = new Promise<void>((resolve) => {
      finish = resolve;
    });
    let begun = false;
    const consumer = await startConsumer({
      USER_REGISTERED: async (event, session, log) => {
        begun = true;
        await finished;
        await recordUser.USER_REGISTERED?.(event, session, log);
      },
    });
    await deliver('u1');
    await waitFor(() => begun, { what: 'the effect begins' });
    const stopped = consumer.stop();
    finish();
    await stopped;
    expect(await effects()).toEqual(['u1']);
    expect(await pendingCount()).toBe(0);
  });

  it('stops although Redis is away', async () => {
    const consumer = await startConsumer(recordUser);
    await deliver('u1');
    await allHandled(1);
    await env.server.kill();
    await waitFor(() => env.redis.status !== 'ready', { what: 'the connection is lost' });
    await consumer.stop();
    await env.server.restart();
    await waitFor(() => env.redis.ping(), { what: 'Redis answers' });
  });

  it('leaves its group when it is stopped with nothing unfinished', async () => {
    const consumer = await startConsumer(recordUser);
    await deliver('u1');
    await allHandled(1);
    await consumer.stop();
    expect(await env.redis.xinfo('CONSUMERS', 'events:{auth}', 'test')).toEqual([]);
  });

  it('is forgotten by its group when it died long ago, unless it left something unfinished', async () => {
    await deliver('u1', 'u2');
    const joined = ['dead', 'busy'].map((consumer) =>
      createGroupStream({ redis: env.redis, producer: 'auth', group: 'test', consumer, blockMs: 1_000 }),
    );
    const [dead, busy] = joined;
    const entry = await dead?.next();
    await dead?.acknowledge(entry?.entryId ?? '');
    await busy?.next();
    await busy?.forgetTheDead(60_000);
    expect(await env.redis.xinfo('CONSUMERS', 'events:{auth}', 'test')).toHaveLength(2);
    await busy?.forgetTheDead(0);
    const left = await env.redis.xinfo('CONSUMERS', 'events:{auth}', 'test');
    expect(left).toEqual([expect.arrayContaining(['busy'])]);
    await Promise.all(joined.map((stream) => stream.close()));
  });

  it('gives the handler a logger that carries the request id of the event', async () => {
    const lines: string[] = [];
    const log = pino({ level: 'info' }, { write: (line: string) => lines.push(line) });
    const handlers: EventHandlers = {
      USER_REGISTERED: async (event, session, eventLog) => {
        eventLog.info('effect.seen');
        await recordUser.USER_REGISTERED?.(event, session, eventLog);
      },
    };
    await startConsumer(handlers, { log });
    await deliver('u1');
    await allHandled(1);
    const seen = lines.map((line) => JSON.parse(line)).find(({ msg }) => msg === 'effect.seen');
    expect(seen).toMatchObject({ requestId: 'request-1', eventName: 'USER_REGISTERED', group: 'test' });
  });

  it('refuses a handler for an event that it does not follow', () => {
    const { connection, redis } = env;
    const handlers: EventHandlers = { QUEST_STARTED: async () => undefined };
    const options = { connection, redis, group: 'test', producers: ['auth' as const], handlers, log: silentLogger() };
    expect(() => createConsumer(options)).toThrow(/QUEST_STARTED is written by quest/);
  });
});
