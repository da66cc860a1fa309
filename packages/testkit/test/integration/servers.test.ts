import {
  freePort,
  startProcess,
  startTestRedis,
  type TestDatabase,
  type TestRedis,
  testDatabase,
  waitFor,
} from '@doctorpy/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import mongoose from 'mongoose';

describe('the test environment', () => {
  let database: TestDatabase;
  let redis: TestRedis;

  beforeAll(async () => {
    [database, redis] = await Promise.all([testDatabase(), startTestRedis()]);
  });
  afterAll(async () => {
    await Promise.all([database.drop(), redis.stop()]);
  });

  it('gives a database where transactions commit', async () => {
    const connection = await mongoose.createConnection(database.url, { dbName: database.database }).asPromise();
    const notes = connection.collection('notes');
    await connection.transaction(async (session) => {
      await notes.insertOne({ text: 'kept' }, { session });
    });
    expect(await notes.countDocuments()).toBe(1);
    await connection.close();
  });

  it('gives every caller a database of its own', async () => {
    const other = await testDatabase();
    expect(other.database).not.toBe(database.database);
  });

  it('gives a Redis that comes back on the same port with its data after a kill', async () => {
    const client = new Redis(redis.url);
    await client.set('answer', '42');
    const before = redis.pid;
    await redis.kill();
    await redis.restart();
    expect(redis.pid).not.toBe(before);
    expect(await client.get('answer')).toBe('42');
    await redis.flush();
    expect(await client.get('answer')).toBeNull();
    client.disconnect();
  });

  it('gives ports that nobody uses', async () => {
    expect(await freePort()).toBeGreaterThan(1024);
  });

  it('runs TypeScript processes and tells what they wrote', async () => {
    const child = await startProcess({
      script: 'packages/testkit/test/integration/fixtures/echo.ts',
      env: { WORD: 'bonjour' },
    });
    await child.waitForOutput(/bonjour/);
    await child.stop();
    expect(child.isRunning()).toBe(false);
  });

  it('says what it waited for when that never comes', async () => {
    await expect(waitFor(() => false, { what: 'pigs fly', timeoutMs: 1 })).rejects.toThrow('pigs fly');
  });
});
