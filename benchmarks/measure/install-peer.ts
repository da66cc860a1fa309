import { execFile } from 'node:child_process';
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { cacheFolder } from '@doctorpy/launcher';

/**
 * Installs another gateway by its own lock file (`benchmarks/peers/<peer>`) into the cache, once for each state of that file.
 * @returns the folder with its modules and our file that starts it, if there is one
 */
export async function installPeer(peer: 'hive' | 'mercurius'): Promise<string> {
  const source = fileURLToPath(new URL(`../peers/${peer}`, import.meta.url));
  const folder = join(cacheFolder(), 'benchmark-peers', peer);
  const lock = await readFile(join(source, 'package-lock.json'), 'utf8');
  const installed = join(folder, 'installed-lock.json');
  await mkdir(folder, { recursive: true });
  await cp(source, folder, { recursive: true });
  if ((await readFile(installed, 'utf8').catch(() => '')) === lock) return folder;
  console.log(`installing ${peer} into ${folder} …`);
  await promisify(execFile)('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: folder });
  await writeFile(installed, lock);
  return folder;
}
