import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mongo } from 'mongoose';
import { startMongo } from '../../src/servers/mongo.js';
import type { RunningServer } from '../../src/servers/running-server.js';
import { mongoData, noteAddress, openKeptMongo } from '../../src/start/kept-mongo.js';
import { readSettings } from '../../src/start/settings.js';

let folder: string;
let running: RunningServer;
const settings = readSettings({ PATH: process.env.PATH });
const silent = () => {};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'doctorpy-kept-'));
  running = await startMongo({ dbPath: mongoData(folder) });
  await noteAddress(folder, running.url);
});
afterAll(async () => {
  await running?.stop();
  await rm(folder, { recursive: true, force: true });
});

describe('the MongoDB of an installation', () => {
  it('is the running one, which keeps running', async () => {
    const kept = await openKeptMongo(settings, folder, silent);
    expect(kept.url).toBe(running.url);
    await kept.release();
    expect(await ping(running.url)).toBe(true);
  });

  it('is the one of DATABASE_URL when that is set', async () => {
    const url = 'mongodb://database.example:27017';
    expect((await openKeptMongo({ ...settings, databaseUrl: url }, folder, silent)).url).toBe(url);
  });

  it('is started when it is not running, also when another installation’s listens where it did', async () => {
    const other = await mkdtemp(join(tmpdir(), 'doctorpy-kept-'));
    await noteAddress(other, running.url);
    const kept = await openKeptMongo(settings, other, silent);
    try {
      expect(kept.url).not.toBe(running.url);
      expect(await ping(kept.url)).toBe(true);
    } finally {
      await kept.release();
      await rm(other, { recursive: true, force: true });
    }
    expect(await ping(kept.url)).toBe(false);
  });
});

async function ping(url: string): Promise<boolean> {
  const client = new mongo.MongoClient(url, { serverSelectionTimeoutMS: 2_000 });
  try {
    await client.db('admin').command({ ping: 1 });
    return true;
  } catch {
    return false;
  } finally {
    await client.close();
  }
}
