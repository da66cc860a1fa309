import { silentLogger } from '@doctorpy/service-kit/logging';
import { createRedis, redisReady } from '@doctorpy/service-kit/redis';
import {
  createRevocationReader,
  createRevocationWriter,
  formatRevocation,
  parseRevocation,
  type Revocation,
  revocationKeys,
} from '@doctorpy/service-kit/revocation';
import { startTestRedis, type TestRedis, waitFor } from '@doctorpy/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Redis } from 'ioredis';

let server: TestRedis;
let redis: Redis;
beforeAll(async () => {
  server = await startTestRedis();
  redis = createRedis({ url: server.url, name: 'revocation-test', log: silentLogger() });
  await redisReady(redis);
});
beforeEach(() => server.flush());
afterAll(async () => {
  redis?.disconnect();
  await server?.stop();
});

const session = (sessionId: string): Revocation => ({ kind: 'session', sessionId });
const user = (userId: string, authVersion: number): Revocation => ({ kind: 'user', userId, authVersion });
const writer = (retentionSeconds = 900) => createRevocationWriter(redis, retentionSeconds);
const read = async (cursor = 0) => createRevocationReader(redis).readSince(cursor);
const revoked = async (cursor = 0) => (await read(cursor)).entries.map(({ revocation }) => revocation);

describe('the index of revocations', () => {
  it('cannot be read before it was declared whole, nor after it was lost', async () => {
    await writer().add([session('a')]);
    await expect(read()).rejects.toThrow('missing');
    expect(await writer().isWhole()).toBe(false);
    await writer().rebuild([]);
    expect(await revoked()).toEqual([session('a')]);
    expect(await writer().isWhole()).toBe(true);
    await server.flush();
    await expect(read()).rejects.toThrow('missing');
  });

  it('gives a reader what was added since its last look, and nothing twice', async () => {
    await writer().rebuild([session('a')]);
    const first = await read();
    await writer().add([user('lea', 2), session('b')]);
    const second = await read(first.cursor);
    expect(second.entries.map(({ revocation }) => revocation)).toEqual([session('b'), user('lea', 2)]);
    expect(second.epoch).toBe(first.epoch);
    expect(await revoked(second.cursor)).toEqual([]);
    expect((await read(second.cursor)).cursor).toBe(second.cursor);
  });

  it('places every addition after all before it, although the clock has stepped back', async () => {
    const tomorrow = (Date.now() + 86_400_000) * 1000;
    await redis.zadd(revocationKeys.list, tomorrow, formatRevocation(session('from another clock')));
    await writer().rebuild([]);
    const { cursor } = await read();
    await writer().add([session('later')]);
    expect(await revoked(cursor)).toEqual([session('later')]);
  });

  it('misses nothing of two writers at once', async () => {
    const epoch = async () => (await read()).epoch;
    await writer().rebuild([]);
    const before = await epoch();
    const names = Array.from({ length: 40 }, (_, index) => `s${index}`);
    const seen = new Set<string>();
    let cursor = 0;
    const follow = async () => {
      const page = await read(cursor);
      cursor = page.cursor;
      for (const { revocation } of page.entries) seen.add(formatRevocation(revocation));
    };
    await Promise.all(names.flatMap((name) => [writer().add([session(name)]), follow()]));
    await Promise.all([writer().rebuild(names.slice(0, 20).map(session)), writer().add([session('during')])]);
    await follow();
    expect([...seen].sort()).toEqual([...names, 'during'].map((name) => `session:${name}`).sort());
    expect(await epoch()).not.toBe(before);
  });

  it('takes thousands at once', async () => {
    const many = Array.from({ length: 2_345 }, (_, index) => session(String(index)));
    await writer().rebuild(many);
    expect(await revoked()).toHaveLength(many.length);
  });

  it('forgets what no longer matters', async () => {
    await redis.zadd(revocationKeys.list, (Date.now() - 11_000) * 1000, formatRevocation(session('old')));
    await writer(10).rebuild([session('young')]);
    expect(await revoked()).toEqual([session('young')]);
    const msLeft = await redis.pttl(revocationKeys.list);
    expect(msLeft).toBeGreaterThan(0);
    expect(msLeft).toBeLessThanOrEqual(10_000);
    expect(await redis.ttl(revocationKeys.state)).toBe(-1);
  });

  it('announces every addition', async () => {
    const subscriber = redis.duplicate({ enableOfflineQueue: true });
    let heard = 0;
    subscriber.on('message', () => {
      heard += 1;
    });
    await subscriber.subscribe(revocationKeys.channel);
    await writer().add([session('a')]);
    await waitFor(() => heard === 1, { what: 'the announcement' });
    subscriber.disconnect();
  });

  it('lies in one slot of a Redis Cluster', () => {
    const tags = [revocationKeys.list, revocationKeys.state].map((key) => /\{(.+?)\}/.exec(key)?.[1]);
    expect(new Set(tags)).toEqual(new Set(['revocations']));
  });

  it.each([session('019a'), user('lea:with:colons', 12)])('writes and reads %j', (revocation) => {
    expect(parseRevocation(formatRevocation(revocation))).toEqual(revocation);
  });

  it.each(['', 'session:', 'user:lea', 'user:lea:x', 'device:1'])('reads nothing from %j', (member) => {
    expect(parseRevocation(member)).toBeNull();
  });
});
