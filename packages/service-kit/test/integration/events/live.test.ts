import { waitFor } from '@doctorpy/testkit';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { createLiveListener, createRelay, type LiveListener, publishLive } from '../../../src/events/index.js';
import { silentLogger } from '../../../src/logging/index.js';
import { type EventEnvironment, eventEnvironment, origin } from './environment.js';

let env: EventEnvironment;
let listener: LiveListener | null = null;

beforeAll(async () => {
  env = await eventEnvironment();
});
afterEach(async () => {
  await listener?.stop();
});
afterAll(() => env.close());

describe('a live listener', () => {
  it('hears a live event published after it started', async () => {
    const heard: string[][] = [];
    listener = createLiveListener({
      redis: env.redis,
      handlers: { LEADERBOARD_CHANGED: ({ payload }) => void heard.push(payload.boards) },
      log: silentLogger(),
    });
    await listener.start();
    await publishLive(env.redis, 'LEADERBOARD_CHANGED', { boards: ['global'] }, origin);
    await waitFor(() => heard.length === 1, { what: 'the event is heard' });
    expect(heard).toEqual([['global']]);
  });

  it('hears of a committed event once, and not again when the stream is restored', async () => {
    const heard: string[] = [];
    listener = createLiveListener({
      redis: env.redis,
      handlers: { USER_REGISTERED: ({ payload }) => void heard.push(payload.userId) },
      log: silentLogger(),
    });
    await listener.start();
    const { connection, redis } = env;
    const relay = createRelay({ connection, redis, producer: 'auth', log: silentLogger() });
    await env.commit('u1');
    await relay.flush();
    await env.redis.flushall();
    await env.commit('u2');
    await relay.flush();
    await waitFor(() => heard.includes('u2'), { what: 'the second event is heard' });
    expect(await env.streamed()).toEqual(['u1', 'u2']);
    expect(heard).toEqual(['u1', 'u2']);
  });

  it('listens again after Redis restarted, and says that it missed something', async () => {
    const heard: string[][] = [];
    let gaps = 0;
    listener = createLiveListener({
      redis: env.redis,
      handlers: { LEADERBOARD_CHANGED: ({ payload }) => void heard.push(payload.boards) },
      log: silentLogger(),
      onGap: () => {
        gaps += 1;
      },
    });
    await listener.start();
    await env.server.kill();
    await env.server.restart();
    await waitFor(() => gaps === 1, { what: 'the listener subscribed again' });
    await waitFor(() => env.redis.ping(), { what: 'Redis answers' });
    await publishLive(env.redis, 'LEADERBOARD_CHANGED', { boards: ['global'] }, origin);
    await waitFor(() => heard.length === 1, { what: 'the event is heard' });
  });

  it('is not told of a durable event past its outbox', async () => {
    await expect(publishLive(env.redis, 'USER_REGISTERED', { userId: 'u1' }, origin)).rejects.toThrow(/outbox/);
  });
});
