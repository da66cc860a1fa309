import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mongo } from 'mongoose';
import { LaunchError } from '../../src/errors.js';
import { type MongoOptions, startMongo } from '../../src/servers/mongo.js';
import type { RunningServer } from '../../src/servers/running-server.js';

describe('the embedded MongoDB', () => {
  let dbPath: string;
  let running: RunningServer[];

  beforeEach(async () => {
    dbPath = await mkdtemp(join(tmpdir(), 'mongo-test-'));
    running = [];
  });
  afterEach(async () => {
    await Promise.all(running.map((server) => server.kill()));
    await rm(dbPath, { recursive: true, force: true });
  });

  async function started(options: MongoOptions = {}): Promise<RunningServer> {
    const server = await startMongo({ dbPath, ...options });
    running.push(server);
    return server;
  }

  it('keeps what was committed when it is killed, and comes back on the same port', async () => {
    const server = await started();
    await addNote(server.url, 'committed');
    await server.kill();
    await server.restart();
    expect(await notes(server.url)).toEqual(['committed']);
  });

  it('starts again on the same data at another port', async () => {
    const first = await started();
    await addNote(first.url, 'yesterday');
    await first.stop();
    const second = await started();
    expect(second.port).not.toBe(first.port);
    await addNote(second.url, 'today');
    expect(await notes(second.url)).toEqual(['yesterday', 'today']);
  });

  it('says so when another start uses the data', async () => {
    await started();
    await expect(started()).rejects.toThrow(/in use: another start is running/);
  });

  it('names a busy port', async () => {
    const { port } = await started();
    const other = join(dbPath, 'other');
    await expect(started({ dbPath: other, port })).rejects.toThrow(`Port ${port} is busy`);
  });

  it('says what to do with data it cannot open', async () => {
    const server = await started();
    await server.stop();
    const tables = (await readdir(dbPath)).filter((file) => /^(WiredTiger|_mdb_catalog)/.test(file));
    await Promise.all(tables.map((file) => writeFile(join(dbPath, file), 'scrap')));
    const failure = await started().catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(LaunchError);
    expect(String(failure)).toMatch(/move or delete that folder and start again/);
  });
});

async function addNote(url: string, text: string): Promise<void> {
  await withClient(url, async (client) => {
    const collection = client.db('test').collection('notes');
    await client.withSession((session) =>
      session.withTransaction(() => collection.insertOne({ text, at: new Date() }, { session })),
    );
  });
}

function notes(url: string): Promise<string[]> {
  return withClient(url, async (client) => {
    const found = await client.db('test').collection<{ text: string }>('notes').find().sort({ at: 1 }).toArray();
    return found.map(({ text }) => text);
  });
}

async function withClient<T>(url: string, use: (client: mongo.MongoClient) => Promise<T>): Promise<T> {
  const client = new mongo.MongoClient(url);
  try {
    return await use(client);
  } finally {
    await client.close();
  }
}
