import { silentLogger } from '@doctorpy/service-kit/logging';
import { createRedis, redisReady } from '@doctorpy/service-kit/redis';
import { createRevocationWriter, revocationKeys } from '@doctorpy/service-kit/revocation';
import { startTestRedis, type TestRedis, waitFor } from '@doctorpy/testkit';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Redis } from 'ioredis';
import { followRevocations, type RevocationFollower } from '../../src/revocation/follow.js';
import { createRevocationList, type RevocationList } from '../../src/revocation/list.js';

let server: TestRedis;
let redis: Redis;
let list: RevocationList;
let follower: RevocationFollower;
let changes: number;
let losses: number;

const log = silentLogger();
const onChange = () => {
  changes += 1;
};
const onLost = () => {
  losses += 1;
};
const writer = () => createRevocationWriter(redis, 900);
const isRevoked = (sessionId: string) => list.standingOf({ userId: 'lea', sessionId, authVersion: 1 }) === 'revoked';

const listening = () =>
  waitFor(async () => (await redis.pubsub('NUMSUB', revocationKeys.channel))[1] === 1, { what: 'the subscription' });
const looks = async () => Number(/cmdstat_zrangebyscore:calls=(\d+)/.exec(await redis.info('commandstats'))?.[1] ?? 0);

beforeEach(async () => {
  server = await startTestRedis();
  redis = createRedis({ url: server.url, name: 'gateway-test', log });
  await redisReady(redis);
  list = createRevocationList();
  [changes, losses] = [0, 0];
  follower = followRevocations({ list, redis, onChange, onLost, log });
});
afterEach(async () => {
  await follower.stop();
  redis.disconnect();
  await server.stop();
});

describe('a gateway that follows the revocations', () => {
  it('knows what was revoked before it started', async () => {
    await writer().rebuild([{ kind: 'session', sessionId: 'old' }]);
    await follower.start();
    expect(list.isCurrent()).toBe(true);
    expect(isRevoked('old')).toBe(true);
  });

  it('learns of a revocation without an announcement', async () => {
    await writer().rebuild([]);
    await follower.start();
    await listening();
    await redis.config('RESETSTAT');
    // The first look follows from the subscription, the second from nothing but time.
    await waitFor(async () => (await looks()) >= 2, { what: 'looking again' });
    await redis.zadd(revocationKeys.list, Date.now() * 1000, 'session:unannounced');
    await waitFor(() => isRevoked('unannounced'), { what: 'the next look' });
  });

  it('tells of each change', async () => {
    await writer().rebuild([]);
    await follower.start();
    await listening();
    const before = changes;
    await writer().add([{ kind: 'session', sessionId: 'announced' }]);
    await waitFor(() => changes > before, { what: 'the change' });
    expect(isRevoked('announced')).toBe(true);
  });

  it('starts without an index, and believes nothing until there is one', async () => {
    await follower.start();
    expect(list.isCurrent()).toBe(false);
    await writer().rebuild([]);
    await waitFor(() => list.isCurrent(), { what: 'the index' });
  });

  it('keeps what it knows when the index is lost, is not current after a while, and recovers by itself', async () => {
    await writer().rebuild([{ kind: 'session', sessionId: 'a' }]);
    await follower.start();
    await server.flush();
    await waitFor(() => losses === 1, { what: 'the loss' });
    expect(list.isCurrent()).toBe(false);
    expect(isRevoked('a')).toBe(true);
    await writer().rebuild([{ kind: 'session', sessionId: 'b' }]);
    await waitFor(() => list.isCurrent(), { what: 'the recovery' });
    expect(isRevoked('b')).toBe(true);
    expect(isRevoked('a')).toBe(false);
  });

  it('tells of a loss although its timer came a moment too early', async () => {
    await follower.stop();
    let early = 0;
    const isCurrent = () => early-- > 0 || list.isCurrent();
    follower = followRevocations({ list: { ...list, isCurrent }, redis, onChange, onLost, log });
    await writer().rebuild([]);
    await follower.start();
    await server.kill();
    early = 1;
    await waitFor(() => losses === 1, { what: 'the loss' });
  });

  it('reads everything again after Redis was away', async () => {
    await writer().rebuild([]);
    await follower.start();
    await server.kill();
    await waitFor(() => losses === 1, { what: 'the loss' });
    await server.restart();
    const other = createRedis({ url: server.url, name: 'auth-test', log });
    await redisReady(other);
    await createRevocationWriter(other, 900).rebuild([{ kind: 'session', sessionId: 'meanwhile' }]);
    other.disconnect();
    await waitFor(() => list.isCurrent() && isRevoked('meanwhile'), { what: 'the recovery' });
  });
});
