import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { LaunchError } from '../../src/errors.js';
import { findMongod } from '../../src/servers/find-mongod.js';
import { findOllama, ollamaAtHand } from '../../src/servers/find-ollama.js';
import { findRedisServer } from '../../src/servers/find-redis-server.js';

describe('finding server binaries', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'find-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  /** No program on PATH, and a download host that refuses connections. */
  const isolated = { PATH: '', MONGOMS_DOWNLOAD_MIRROR: 'http://127.0.0.1:9' };

  it('takes what is installed before anything else', async () => {
    for (const name of ['mongod', 'redis-server']) {
      await writeFile(join(folder, name), '#!/bin/sh\necho v=6.2.0\n');
      await chmod(join(folder, name), 0o755);
    }
    const options = { cache: join(folder, 'cache'), environment: { PATH: folder } };
    expect(await findMongod(options)).toBe(join(folder, 'mongod'));
    expect(await findRedisServer(options)).toBe(join(folder, 'redis-server'));
  });

  it('says in one sentence how to get MongoDB where none can be had', async () => {
    const failure = await findMongod({ cache: folder, environment: isolated }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(LaunchError);
    expect(String(failure)).toMatch(/install MongoDB .* or set DATABASE_URL/);
  });

  it('asks an unreachable download last for the rest of the day, and still asks it', async () => {
    const failure = () => findMongod({ cache: folder, environment: isolated }).catch(String);
    expect(await failure()).toMatch(/\(the official download failed: \S+ cannot be reached; [^;]+\)/);
    expect(await failure()).toMatch(/\([^;(]+; the official download failed: \S+ cannot be reached\)/);
  });

  it('says in one sentence how to get Redis where none can be had', async () => {
    const failure = await findRedisServer({ cache: folder, environment: isolated }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(LaunchError);
    expect(String(failure)).toMatch(/install Redis .* or set REDIS_URL/);
  });

  const program = async (...path: string[]) => {
    const file = join(folder, ...path);
    await mkdir(join(file, '..'), { recursive: true });
    await writeFile(file, '#!/bin/sh\n');
    await chmod(file, 0o755);
    return file;
  };

  it('takes the Ollama that is named, then the installed one, then the one it built', async () => {
    const cache = join(folder, 'cache');
    const at = (environment: NodeJS.ProcessEnv) => ollamaAtHand({ cache, environment });
    expect(await at({ PATH: folder })).toBeUndefined();
    const built = await program('cache', 'ollama-0.11.0', 'ollama');
    expect(await at({ PATH: folder })).toBe(built);
    const installed = await program('ollama');
    expect(await at({ PATH: folder })).toBe(installed);
    const named = await program('mine', 'ollama');
    expect(await at({ PATH: folder, DOCTORPY_OLLAMA: named })).toBe(named);
    await expect(at({ PATH: folder, DOCTORPY_OLLAMA: join(folder, 'none') })).rejects.toThrow(
      /correct it or remove it/,
    );
  });

  it('says in one sentence how to get Ollama where none can be had', async () => {
    const failure = await findOllama({ cache: folder, environment: isolated }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(LaunchError);
    expect(String(failure)).toMatch(/Go is not installed.*install Ollama .* or set OLLAMA_URL/);
  });
});
