import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import getPort from 'get-port';
import { LaunchError, reasonOf } from '../errors.js';
import { type Child, startChild } from '../process/child.js';
import { type Report, silent } from '../report.js';
import { waitUntil } from '../wait-until.js';
import { fullDisk } from './disk.js';
import { findRedisServer } from './find-redis-server.js';
import { busyPort, portProblem } from './port.js';
import type { RunningServer } from './running-server.js';

/** How to run a redis-server of our own. */
export interface RedisOptions {
  /** Data folder to keep (append-only file); without one the data are temporary and removed by `stop`. */
  dataDir?: string;
  /** Keeps temporary data in an append-only file too, so that they outlive `kill` and `restart`. Default: true. */
  appendOnly?: boolean;
  /** Default: a free port. */
  port?: number;
  /** Default: `findRedisServer()`. */
  binary?: string;
  /** File for the server's log; default: beside the data. */
  logFile?: string;
  report?: Report;
}

/**
 * Starts a real redis-server on loopback, `noeviction`, and waits until it answers.
 * Throws `LaunchError` when the port is busy or the data cannot be read.
 */
export async function startRedis(options: RedisOptions = {}): Promise<RunningServer> {
  const binary = options.binary ?? (await findRedisServer({ report: options.report ?? silent }));
  const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), 'doctorpy-redis-')));
  await mkdir(dataDir, { recursive: true });
  const logFile = options.logFile ?? join(dataDir, 'redis.log');
  const port = options.port ?? (await getPort({ host: loopback }));

  const launch = async (): Promise<Child> => {
    // Asked beforehand: whoever holds the port might be a Redis, which would answer in place of ours.
    if (await portProblem(port, loopback)) throw busyPort('Redis', port);
    const child = await startChild({
      command: binary,
      args: redisArguments({ dataDir, port, appendOnly: options.appendOnly ?? true }),
      env: { PATH: process.env.PATH },
      logFile,
      ...(options.dataDir ? {} : { temporaryFolder: dataDir }),
    });
    try {
      await waitUntil(() => answersPing(port), {
        timeoutMs: 30_000,
        everyMs: 5,
        what: 'redis-server answers',
        giveUp: () => (child.isRunning() ? undefined : new Error('redis-server ended while starting')),
      });
      return child;
    } catch (error) {
      await child.stop();
      throw await startProblem({ error, port, dataDir, logFile });
    }
  };

  let child = await launch();
  const kill = async () => {
    child.signal('SIGKILL');
    await child.exited;
  };
  return {
    url: `redis://${loopback}:${port}`,
    port,
    get pid() {
      return child.pid;
    },
    kill,
    exited: () => child.exited.then(() => undefined),
    async stop() {
      if (options.dataDir) await child.stop();
      else await kill();
      if (!options.dataDir) await rm(dataDir, { recursive: true, force: true });
    },
    async restart() {
      await child.stop();
      child = await launch();
    },
  };
}

const loopback = '127.0.0.1';

function redisArguments(options: { dataDir: string; port: number; appendOnly: boolean }): string[] {
  return [
    ...['--port', String(options.port)],
    ...['--bind', loopback],
    ...['--dir', options.dataDir],
    ...['--appendonly', options.appendOnly ? 'yes' : 'no'],
    ...['--save', ''],
    ...['--maxmemory-policy', 'noeviction'],
    ...['--daemonize', 'no'],
  ];
}

/** One PING on a bare socket: cheaper than a client, and LOADING is told apart from ready. */
function answersPing(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: loopback });
    const settle = (ready: boolean) => {
      socket.destroy();
      resolve(ready);
    };
    socket.setTimeout(1_000, () => settle(false));
    socket.on('error', () => settle(false));
    socket.on('close', () => resolve(false));
    socket.on('data', (chunk) => settle(chunk.toString().startsWith('+PONG')));
    socket.write('PING\r\n');
  });
}

async function startProblem(facts: { error: unknown; port: number; dataDir: string; logFile: string }) {
  const log = (await readFile(facts.logFile, 'utf8').catch(() => '')).slice(-8_000);
  const full = await fullDisk({ folder: facts.dataDir, log, cause: facts.error });
  if (full) return full;
  const unreadable = /append only file|appendonly|AOF|RDB/i.test(log);
  if (unreadable) {
    return new LaunchError(
      `Redis cannot read its data in ${facts.dataDir}: delete that folder and start again ` +
        '(everything in it is rebuilt from MongoDB).',
      { cause: facts.error },
    );
  }
  return new LaunchError(`Redis did not become ready (${reasonOf(facts.error)}): see ${facts.logFile}.`, {
    cause: facts.error,
  });
}
