import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { fullDisk } from '../../src/servers/disk.js';
import { mongoStartProblem } from '../../src/servers/mongo-problems.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'full-disk-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const problemOf = async (log: string) => {
  const logFile = join(folder, 'mongodb.log');
  await writeFile(logFile, log);
  const exit = { code: 14, signal: null };
  return (await mongoStartProblem({ error: new Error('ended'), exit, port: 1, dbPath: folder, logFile })).message;
};

describe('a disk that is full', () => {
  it('is named as what it is, and nobody is told to delete data', async () => {
    // As mongod says it: both lines, when it was making its first files.
    const message = await problemOf(
      '{"msg":"featureCompatibilityVersion"}\n{"msg":"WiredTiger error","error_str":"No space left on device"}',
    );
    expect(message).toContain(`The disk that holds ${folder} is full`);
    expect(message).toContain('make room and start again; the data need not be deleted');
  });

  it('is not what keeps two starts from one data folder', async () => {
    const message = await problemOf('{"msg":"DBPathInUse: Unable to lock the lock file"}');
    expect(message).toContain('are in use: another start is running');
  });

  it('is noticed by a Redis that says so', async () => {
    const log = "Can't open or create append-only dir appendonlydir: No space left on device";
    expect((await fullDisk({ folder, log, cause: null }))?.message).toMatch(/is full/);
  });
});
