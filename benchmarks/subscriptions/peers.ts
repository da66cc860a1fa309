import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { cacheFolder } from '@doctorpy/launcher';
import { freePort } from '@doctorpy/testkit';

/** Another gateway's process. */
export interface PeerProcess {
  readonly child: ChildProcess;
  readonly port: number;
}

/** Hive Gateway over the same subgraphs, installed by its lock file into the cache when that was not done before. */
export async function startHive(supergraphSdl: string): Promise<PeerProcess> {
  const folder = await install('hive');
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

async function install(peer: string): Promise<string> {
  const source = fileURLToPath(new URL(`peers/${peer}`, import.meta.url));
  const folder = join(cacheFolder(), 'benchmark-peers', `subscriptions-${peer}`);
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
