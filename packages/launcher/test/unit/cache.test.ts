import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { cachedFolder, failureMemory } from '../../src/servers/cache.js';

describe('the cache of server binaries', () => {
  let cache: string;
  beforeEach(async () => {
    cache = await mkdtemp(join(tmpdir(), 'cache-'));
  });
  afterEach(() => rm(cache, { recursive: true, force: true }));

  it('stays whole when several starts fill it at once', async () => {
    const fill = (word: string) => (folder: string) => writeFile(join(folder, 'binary'), word);
    const folders = await Promise.all(['a', 'b', 'c'].map((word) => cachedFolder(cache, 'server', fill(word))));
    expect(new Set(folders)).toEqual(new Set([join(cache, 'server')]));
    expect(await readFile(join(cache, 'server', 'binary'), 'utf8')).toMatch(/^[abc]$/);
    expect(await readdir(cache)).toEqual(['server']);
  });

  it('is not filled again once it is there', async () => {
    await cachedFolder(cache, 'server', (folder) => writeFile(join(folder, 'binary'), 'first'));
    await cachedFolder(cache, 'server', () => Promise.reject(new Error('filled again')));
    expect(await readFile(join(cache, 'server', 'binary'), 'utf8')).toBe('first');
  });

  it('keeps nothing of a download that failed', async () => {
    const broken = async (folder: string) => {
      await writeFile(join(folder, 'half'), '');
      throw new Error('connection lost');
    };
    await expect(cachedFolder(cache, 'server', broken)).rejects.toThrow('connection lost');
    expect(await readdir(cache)).toEqual([]);
  });

  it('remembers a failed attempt, for as long as asked', async () => {
    const memory = failureMemory(cache, 'download');
    expect(await memory.isFresh(60_000)).toBe(false);
    await memory.note('unreachable');
    expect(await memory.isFresh(60_000)).toBe(true);
    expect(await memory.isFresh(0)).toBe(false);
  });
});
