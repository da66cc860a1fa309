import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { LaunchError, reasonOf } from '../errors.js';
import { dataFolder, repositoryRoot } from '../paths.js';
import type { Report } from '../report.js';
import { assistantRow } from './assistant.js';
import { banner } from './banner.js';
import { requireFreePorts } from './busy-ports.js';
import { type DemoAuthorization, demoAuthorization } from './demo.js';
import { bringUpServers } from './embedded-servers.js';
import { withProgress } from './progress.js';
import { readSecrets, type Secrets } from './secrets.js';
import { readSettings } from './settings.js';
import { startSupergraph } from './supergraph.js';

/**
 * `npm start` once everything is built: runs the platform until SIGINT, SIGTERM, SIGHUP or the end of npm, then stops
 * it.
 * Sets the exit code: 0 after an orderly stop, 1 with one sentence on stderr when it cannot start.
 */
export async function start(options: { startedAt: number; report: Report; folder?: string }): Promise<void> {
  const running: { stop(): Promise<void> }[] = [];
  const asked = stopRequest();
  try {
    const platform = await Promise.race([bringUp(options, running), asked.then(() => undefined)]);
    if (platform) {
      options.report(platform);
      await asked;
    }
    options.report('stopping …');
  } catch (error) {
    process.exitCode = 1;
    const sentence = sentenceOf(error);
    console.error(sentence === undefined ? error : `\n${sentence}`);
  }
  for (const part of running.reverse()) await part.stop();
  // Children still starting when Ctrl-C came end with this process.
  process.exit();
}

/** What to do about an error that a newcomer may meet; undefined for one that nobody foresaw. */
function sentenceOf(error: unknown): string | undefined {
  if (error instanceof LaunchError) return error.message;
  const { code, syscall = '', path = repositoryRoot } = Object(error) as NodeJS.ErrnoException;
  if (syscall.startsWith('spawn') && (code === 'EACCES' || code === 'EPERM')) {
    return `${path} cannot be run (${code}): make it executable, or move it off a disk that is mounted noexec.`;
  }
  if (/^(?:listen|bind|connect|kill)/.test(syscall)) return undefined;
  if (code === 'ENOSPC') return `The disk is full, so ${path} cannot be written: make room and start again.`;
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
    return `${path} cannot be written (${code}): start as the user whom the folder belongs to, or put it where you may write.`;
  }
  return undefined;
}

async function bringUp(
  options: { startedAt: number; report: Report; folder?: string },
  running: { stop(): Promise<void> }[],
): Promise<string> {
  const { report, folder = dataFolder } = options;
  const dotenv = join(repositoryRoot, '.env');
  if (existsSync(dotenv)) process.loadEnvFile(dotenv);
  const settings = readSettings(process.env);
  await mkdir(folder, { recursive: true });
  const secrets = await readSecrets(join(folder, 'secrets.json'), process.env);
  await requireFreePorts(settings);

  const servers = await bringUpServers(settings, folder, report);
  running.push(servers);
  const { mongoUrl, redisUrl } = servers;
  const supergraph = await withProgress('starting the services', report, () =>
    startSupergraph({ settings, secrets, mongoUrl, redisUrl, folder, report }),
  );
  running.push(supergraph);
  const [authorization, assistant] = await Promise.all([
    demoHeader(supergraph.url, secrets, report),
    assistantRow(settings.environment),
  ]);
  const seconds = (Date.now() - options.startedAt) / 1000;
  return banner({
    url: supergraph.url,
    settings,
    mongoUrl,
    redisUrl,
    folder,
    seconds,
    assistant,
    authorization,
    demoPassword: secrets.demoPassword,
  });
}

async function demoHeader(
  url: string,
  { demoPassword }: Secrets,
  report: Report,
): Promise<DemoAuthorization | undefined> {
  if (!demoPassword) return undefined;
  try {
    return await demoAuthorization(url, demoPassword);
  } catch (error) {
    report(`the demo learner could not sign in: ${reasonOf(error)}`);
    return undefined;
  }
}

function stopRequest(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      // Not once: a second Ctrl-C while stopping must not cut the stop short and lose data.
      process.on(signal, () => resolve());
    }
    // npm runs us through a shell, which dies of npm's SIGTERM without passing it on.
    const parent = process.ppid;
    const watch = setInterval(() => {
      if (process.ppid !== parent && process.env.npm_lifecycle_event) resolve();
    }, 500);
    watch.unref();
  });
}
