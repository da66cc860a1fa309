import { join } from 'node:path';
import { tokenIssuer } from '@doctorpy/service-kit/trust';
import { freePort, startProcess } from '@doctorpy/testkit';
import { installPeer } from '../measure/install-peer.js';
import { answers, type Contestant, type World } from './world.js';

/** A gateway of others. */
export interface Peer {
  /**
   * Installs it where that is needed.
   * @param withAuth whether it verifies the token of each request and tells subgraphs the caller
   * @throws Error when that is not possible here
   */
  start(world: World, withAuth: boolean): Promise<Contestant>;
}

/** Those ours is compared with, by the names used on the command line. */
export const peers: Readonly<Record<string, Peer>> = {
  stock: {
    start: (world, withAuth) =>
      run('/', { world, withAuth }, (port) => ({
        script: 'benchmarks/gateway/stock.ts',
        env: { PORT: port, SUPERGRAPH: world.supergraph },
      })),
  },
  hive: { start: (world, withAuth) => startHive({ world, withAuth }, []) },
  'hive-rust': { start: (world, withAuth) => startHive({ world, withAuth }, ['--hive-router-runtime']) },
  mercurius: {
    async start(world, withAuth) {
      const folder = await installPeer('mercurius');
      return run('/graphql', { world, withAuth }, (port) => ({
        script: join(folder, 'gateway.mjs'),
        env: { PORT: port, SUBGRAPHS: JSON.stringify(world.subgraphs) },
      }));
    },
  },
};

interface Setting {
  readonly world: World;
  readonly withAuth: boolean;
}

async function startHive(setting: Setting, more: readonly string[]): Promise<Contestant> {
  const folder = await installPeer('hive');
  const { supergraph } = setting.world;
  const options = ['--host', '127.0.0.1', '--polling', '1h', '--config-path', 'bench.config.mjs', ...more];
  return run('/graphql', setting, (port) => ({
    script: join(folder, 'node_modules/@graphql-hive/gateway/dist/bin.js'),
    args: ['supergraph', supergraph, '--port', port, ...options],
    cwd: folder,
    env: { LOG_LEVEL: 'error' },
  }));
}

async function run(
  path: string,
  { world: { token }, withAuth }: Setting,
  command: (port: string) => { script: string; args?: string[]; cwd?: string; env: Record<string, string> },
): Promise<Contestant> {
  const port = String(await freePort());
  const { env, ...what } = command(port);
  const auth = withAuth && { JWT_SECRET: token.secret, TOKEN_ISSUER: tokenIssuer };
  const process = await startProcess({ ...what, env: { NODE_ENV: 'production', ...auth, ...env } });
  const url = `http://127.0.0.1:${port}${path}`;
  try {
    await answers(url, process, token.headers);
  } catch (error) {
    await process.stop();
    throw error;
  }
  return { url, pid: process.pid, headers: withAuth ? token.headers : {}, stop: () => process.stop() };
}
