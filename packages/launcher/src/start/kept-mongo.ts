import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { mongo } from 'mongoose';
import type { Report } from '../report.js';
import { findMongod } from '../servers/find-mongod.js';
import { startMongo } from '../servers/mongo.js';
import { freshLog } from '../supervision/log-file.js';
import type { Settings } from './settings.js';

/** The MongoDB that holds an installation's data, for a short while. */
export interface KeptMongo {
  /** Carries no database name. */
  url: string;
  /** Ends it when it was started for this; leaves one that ran before as it is. */
  release(): Promise<void>;
}

/**
 * The MongoDB that `npm start` works with: the one of `DATABASE_URL`; else the embedded one, which is started when no
 * `npm start` is running it. Throws `LaunchError` when it cannot be.
 */
export async function openKeptMongo(settings: Settings, folder: string, report: Report): Promise<KeptMongo> {
  const stay = async () => {};
  if (settings.databaseUrl) return { url: settings.databaseUrl, release: stay };
  const dbPath = mongoData(folder);
  const url = await readFile(addressFile(folder), 'utf8').catch(() => '');
  if (url && (await serves(url, dbPath))) return { url, release: stay };
  const { environment } = settings;
  const binary = await findMongod({ environment, report });
  const logFile = join(folder, 'logs', 'mongodb-admin.log');
  await freshLog(logFile);
  const server = await startMongo({ binary, dbPath, logFile, report });
  return { url: server.url, release: () => server.stop() };
}

/** Where the embedded MongoDB keeps its data. */
export const mongoData = (folder: string): string => join(folder, 'mongodb');

/** Notes where the embedded MongoDB listens now, for {@link openKeptMongo}. */
export async function noteAddress(folder: string, url: string): Promise<void> {
  await writeFile(addressFile(folder), url);
}

const addressFile = (folder: string): string => join(folder, 'mongodb.url');

/** Another installation's server may have taken the port since the address was noted. */
async function serves(url: string, dbPath: string): Promise<boolean> {
  const client = new mongo.MongoClient(url, { serverSelectionTimeoutMS: 2_000 });
  try {
    const { parsed } = await client.db('admin').command({ getCmdLineOpts: 1 });
    return parsed?.storage?.dbPath === dbPath;
  } catch {
    return false;
  } finally {
    await client.close();
  }
}
