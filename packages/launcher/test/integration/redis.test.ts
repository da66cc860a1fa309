import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import { type RedisOptions, startRedis } from '../../src/servers/redis.js';
import type { RunningServer } from '../../src/servers/running-server.js';

describe('the embedded Redis', () => {
  let dataDir: string;
  let running: RunningServer[];

  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'redis-test-'));
    running = [];
  });
  afterEach(async () => {
    await Promise.all(running.map((server) => server.kill()));
    await rm(dataDir, { recursive: true, force: true });
  });

  async function started(options: RedisOptions = {}): Promise<RunningServer> {
    const server = await startRedis({ dataDir, ...options });
    running.push(server);
    return server;
  }

  it('keeps append-only data over a kill and over a new start elsewhere', async () => {
    const server = await started();
    await withClient(server, (client) => client.set('rank', '1'));
    await server.kill();
    await server.restart();
    expect(await withClient(server, (client) => client.get('rank'))).toBe('1');
    await server.stop();
    const second = await started();
    expect(await withClient(second, (client) => client.get('rank'))).toBe('1');
  });

  it('never evicts, and listens on loopback alone', async () => {
    const server = await started();
    const setting = (name: string) => withClient(server, async (client) => (await client.config('GET', name)).at(1));
    expect(await setting('maxmemory-policy')).toBe('noeviction');
    expect(await setting('bind')).toBe('127.0.0.1');
    expect(await setting('appendonly')).toBe('yes');
  });

  it('names a busy port', async () => {
    const { port } = await started();
    await expect(started({ dataDir: join(dataDir, 'other'), port })).rejects.toThrow(`Port ${port} is busy`);
  });

  it('says what to do with data it cannot read', async () => {
    const server = await started();
    await withClient(server, (client) => client.set('rank', '1'));
    await server.stop();
    const files = await readdir(dataDir, { recursive: true });
    const appendOnly = files.filter((file) => file.endsWith('.aof') || file.endsWith('.manifest'));
    await Promise.all(appendOnly.map((file) => writeFile(join(dataDir, file), 'scrap')));
    await expect(started()).rejects.toThrow(/delete that folder and start again/);
  });
});

async function withClient<T>(server: RunningServer, use: (client: Redis) => Promise<T>): Promise<T> {
  const client = new Redis(server.url);
  try {
    return await use(client);
  } finally {
    client.disconnect();
  }
}
