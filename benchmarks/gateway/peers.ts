import { join } from 'node:path';
import { freePort, startProcess } from '@doctorpy/testkit';
import { installPeer } from '../measure/install-peer.js';
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
      const folder = await installPeer('mercurius');
      return run('/graphql', (port) => ({
        script: join(folder, 'gateway.mjs'),
        env: { PORT: port, SUBGRAPHS: JSON.stringify(subgraphs) },
      }));
    },
  },
};

async function startHive({ supergraph }: World, more: readonly string[]): Promise<Contestant> {
  const folder = await installPeer('hive');
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
