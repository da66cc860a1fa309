import { execFile } from 'node:child_process';
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { cacheFolder } from '@doctorpy/launcher';
import { freePort, startProcess } from '@doctorpy/testkit';
import { answers, type Contestant, type World } from './world.js';

/** A gateway of others. */
export interface Peer {
  /** Installs it where that is needed. @throws Error when that is not possible here */
  start(world: World): Promise<Contestant>;
}

/** Those ours is compared with, by the names used on the command line. */
export const peers: Readonly<Record<string, Peer>> = {
  stock: {
    start: ({ supergraph }) =>
      run('/', (port) => ({ script: 'benchmarks/gateway/stock.ts', env: { PORT: port, SUPERGRAPH: supergraph } })),
  },
  hive: { start: (world) => startHive(world, []) },
  'hive-rust': { start: (world) => startHive(world, ['--hive-router-runtime']) },
  mercurius: {
    async start({ subgraphs }) {
      const folder = await install('mercurius');
      return run('/graphql', (port) => ({
        script: join(folder, 'gateway.mjs'),
        env: { PORT: port, SUBGRAPHS: JSON.stringify(subgraphs) },
      }));
    },
  },
};

async function startHive({ supergraph }: World, more: readonly string[]): Promise<Contestant> {
  const folder = await install('hive');
  return run('/graphql', (port) => ({
    script: join(folder, 'node_modules/@graphql-hive/gateway/dist/bin.js'),
    args: ['supergraph', supergraph, '--host', '127.0.0.1', '--port', port, '--polling', '1h', ...more],
    cwd: folder,
    env: { LOG_LEVEL: 'error' },
  }));
}

async function run(
  path: string,
  command: (port: string) => { script: string; args?: string[]; cwd?: string; env: Record<string, string> },
): Promise<Contestant> {
  const port = String(await freePort());
  const { env, ...what } = command(port);
  const process = await startProcess({ ...what, env: { NODE_ENV: 'production', ...env } });
  const url = `http://127.0.0.1:${port}${path}`;
  try {
    await answers(url, process);
  } catch (error) {
    await process.stop();
    throw error;
  }
  return { url, pid: process.pid, headers: {}, stop: () => process.stop() };
}

/**
 * Installs a peer by its own lock file into the cache, once for each state of that file.
 * @returns the folder with its modules and our file that starts it
 */
async function install(peer: string): Promise<string> {
  const source = fileURLToPath(new URL(`peers/${peer}`, import.meta.url));
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
