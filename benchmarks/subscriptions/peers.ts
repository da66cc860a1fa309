import { type ChildProcess, spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from '@doctorpy/testkit';
import { installPeer } from '../measure/install-peer.js';

/** Another gateway's process. */
export interface PeerProcess {
  readonly child: ChildProcess;
  readonly port: number;
}

/** Hive Gateway over the same subgraphs, installed by its lock file into the cache when that was not done before. */
export async function startHive(supergraphSdl: string): Promise<PeerProcess> {
  const folder = await installPeer('hive');
  await writeFile(join(folder, 'supergraph.graphql'), supergraphSdl);
  await writeFile(join(folder, 'gateway.config.mjs'), CONFIGURATION);
  const port = await freePort();
  const script = join(folder, 'node_modules/@graphql-hive/gateway/dist/bin.js');
  const options = ['--host', '127.0.0.1', '--port', String(port), '--polling', '1h', '-c', 'gateway.config.mjs'];
  const child = spawn(process.execPath, [script, 'supergraph', 'supergraph.graphql', ...options], {
    cwd: folder,
    env: { ...process.env, NODE_ENV: 'production', LOG_LEVEL: 'error' },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const isUp = () =>
    fetch(`http://127.0.0.1:${port}/healthcheck`).then(
      ({ ok }) => ok,
      () => false,
    );
  while (!(await isUp())) {
    if (child.exitCode !== null) throw new Error(`Hive Gateway ended with ${child.exitCode}`);
    await pause(200);
  }
  return { child, port };
}

/** Subscriptions upstream go over graphql-ws, as ours do. */
const CONFIGURATION = `
import { defineConfig } from '@graphql-hive/gateway';
export const gatewayConfig = defineConfig({
  transportEntries: { '*.http': { options: { subscriptions: { kind: 'ws', location: '/graphql' } } } },
});
`;
