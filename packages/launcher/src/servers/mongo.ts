import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import getPort from 'get-port';
import { type Child, startChild } from '../process/child.js';
import { type Report, silent } from '../report.js';
import { findMongod } from './find-mongod.js';
import { mongoStartProblem } from './mongo-problems.js';
import { busyPort, portProblem } from './port.js';
import { becomePrimary } from './replica-set.js';
import type { RunningServer } from './running-server.js';

/** How to run a mongod of our own. */
export interface MongoOptions {
  /** Data folder to keep; without one the data are temporary and removed by `stop`. */
  dbPath?: string;
  /** Default: a free port. */
  port?: number;
  /** Default: `findMongod()`. */
  binary?: string;
  /** File for mongod's own log; default: beside the data. */
  logFile?: string;
  report?: Report;
}

/**
 * Starts a real mongod on loopback as a single-node replica set and waits until it accepts writes.
 * A kept data folder may come from another port, or from a mongod that was killed.
 * Throws `LaunchError` when the port is busy or the data cannot be opened.
 */
export async function startMongo(options: MongoOptions = {}): Promise<RunningServer> {
  const binary = options.binary ?? (await findMongod({ report: options.report ?? silent }));
  const home = options.dbPath ?? (await mkdtemp(join(tmpdir(), 'doctorpy-mongo-')));
  const dbPath = options.dbPath ?? join(home, 'data');
  await mkdir(dbPath, { recursive: true });
  const logFile = options.logFile ?? join(home, 'mongod.log');
  const port = options.port ?? (await getPort({ host: loopback }));
  const url = `mongodb://${loopback}:${port}/?replicaSet=${replicaSet}&directConnection=false`;

  const launch = async (): Promise<Child> => {
    // Asked beforehand: whoever holds the port might be a mongod, which would answer in place of ours.
    if (await portProblem(port, loopback)) throw busyPort('MongoDB', port);
    const child = await startChild({
      command: binary,
      args: mongodArguments({ dbPath, port, kept: options.dbPath !== undefined }),
      env: { PATH: process.env.PATH },
      logFile,
      ...(options.dbPath ? {} : { temporaryFolder: home }),
    });
    try {
      await becomePrimary({ host: `${loopback}:${port}`, replicaSet, isRunning: child.isRunning });
      return child;
    } catch (error) {
      const exit = child.isRunning() ? undefined : await child.exited;
      await child.stop();
      throw await mongoStartProblem({ error, exit, port, dbPath, logFile });
    }
  };

  let child = await launch();
  const kill = async () => {
    child.signal('SIGKILL');
    await child.exited;
  };
  return {
    url,
    port,
    get pid() {
      return child.pid;
    },
    kill,
    exited: () => child.exited.then(() => undefined),
    async stop() {
      if (options.dbPath) await child.stop(20_000);
      else await kill();
      if (!options.dbPath) await rm(home, { recursive: true, force: true });
    },
    async restart() {
      await child.stop(20_000);
      child = await launch();
    },
  };
}

const loopback = '127.0.0.1';
const replicaSet = 'doctorpy';

function mongodArguments(options: { dbPath: string; port: number; kept: boolean }): string[] {
  return [
    ...['--replSet', replicaSet],
    ...['--dbpath', options.dbPath],
    ...['--port', String(options.port)],
    ...['--bind_ip', loopback],
    '--nounixsocket',
    // The smallest cache mongod allows: a laptop runs all of the platform, and mongod alone would take half of it.
    ...['--wiredTigerCacheSizeGB', '0.25'],
    ...['--oplogSize', '256'],
    // Nobody is there to take over: waiting 15 s for clients to move on would only delay Ctrl-C.
    ...['--setParameter', 'shutdownTimeoutMillisForSignaledShutdown=100'],
    ...(options.kept ? [] : ['--setParameter', 'diagnosticDataCollectionEnabled=false']),
  ];
}
