import { join } from 'node:path';
import getPort from 'get-port';
import type { Report } from '../report.js';
import { findMongod } from '../servers/find-mongod.js';
import { findRedisServer } from '../servers/find-redis-server.js';
import { startMongo } from '../servers/mongo.js';
import { startRedis } from '../servers/redis.js';
import type { RunningServer } from '../servers/running-server.js';
import { keepAlive } from '../supervision/keep-alive.js';
import { freshLog, lastLines } from '../supervision/log-file.js';
import { mongoData, noteAddress } from './kept-mongo.js';
import { withProgress } from './progress.js';
import type { Settings } from './settings.js';
import { requireMongo, requireRedis } from './user-servers.js';

/** The databases the platform runs on: the user's own, or embedded ones that keep their data. */
export interface Servers {
  mongoUrl: string;
  redisUrl: string;
  /** Process ids of the embedded ones. */
  pids(): Readonly<Record<string, number>>;
  /** Ends the embedded ones in an orderly way. */
  stop(): Promise<void>;
}

/** Ports tried first: a MongoDB that keeps its port starts faster, and people find it where it was. */
const usualPorts = { mongo: 27_027, redis: 6_389 };

/**
 * Connects to the user's servers where `DATABASE_URL` or `REDIS_URL` name them, and starts embedded ones with their
 * data in `folder` where not; these are started again when they crash. Throws `LaunchError` with what to do.
 */
export async function bringUpServers(settings: Settings, folder: string, report: Report): Promise<Servers> {
  const started = await Promise.allSettled([
    settings.databaseUrl ? ownMongo(settings.databaseUrl) : embeddedMongo(settings, folder, report),
    settings.redisUrl ? ownRedis(settings.redisUrl) : embeddedRedis(settings, folder, report),
  ]);
  const [mongo, redis] = started;
  const stop = async () => {
    await Promise.all(started.map((result) => (result.status === 'fulfilled' ? result.value.stop() : undefined)));
  };
  if (mongo.status === 'fulfilled' && redis.status === 'fulfilled') {
    return {
      mongoUrl: mongo.value.url,
      redisUrl: redis.value.url,
      pids: () => ({ ...mongo.value.pids(), ...redis.value.pids() }),
      stop,
    };
  }
  await stop();
  throw mongo.status === 'rejected' ? mongo.reason : redis.status === 'rejected' ? redis.reason : undefined;
}

interface Server {
  url: string;
  pids(): Record<string, number>;
  stop(): Promise<void>;
}

async function ownMongo(url: string): Promise<Server> {
  await requireMongo(url);
  return notOurs(url);
}

async function ownRedis(url: string): Promise<Server> {
  await requireRedis(url);
  return notOurs(url);
}

const notOurs = (url: string): Server => ({ url, pids: () => ({}), stop: async () => {} });

async function embeddedMongo({ environment }: Settings, folder: string, report: Report): Promise<Server> {
  const binary = await withProgress('finding MongoDB', report, () => findMongod({ environment, report }));
  const logFile = join(folder, 'logs', 'mongodb.log');
  await freshLog(logFile);
  const port = await getPort({ port: usualPorts.mongo, host: '127.0.0.1' });
  const server = await withProgress('starting MongoDB', report, () =>
    startMongo({ binary, dbPath: mongoData(folder), port, logFile }),
  );
  await noteAddress(folder, server.url);
  return kept('MongoDB', server, logFile, report);
}

async function embeddedRedis({ environment }: Settings, folder: string, report: Report): Promise<Server> {
  const binary = await withProgress('finding Redis', report, () => findRedisServer({ environment, report }));
  const logFile = join(folder, 'logs', 'redis.log');
  await freshLog(logFile);
  const port = await getPort({ port: usualPorts.redis, host: '127.0.0.1' });
  const server = await withProgress('starting Redis', report, () =>
    startRedis({ binary, dataDir: join(folder, 'redis'), port, logFile }),
  );
  return kept('Redis', server, logFile, report);
}

function kept(name: string, server: RunningServer, logFile: string, report: Report): Server {
  const watch = keepAlive(
    {
      name,
      ended: async () => {
        await server.exited();
        return `see ${logFile}`;
      },
      relaunch: () => server.restart(),
      lastLines: async () => (name === 'Redis' ? lastLines(logFile, 0, 3) : []),
    },
    report,
  );
  return {
    url: server.url,
    pids: () => ({ [name]: server.pid }),
    async stop() {
      watch.end();
      await server.stop();
    },
  };
}
