import mongoose, { type Connection } from 'mongoose';
import type { Logger } from 'pino';

/** Where a service's data is. */
export interface MongoOptions {
  /** Address without a database name. */
  readonly url: string;
  readonly database: string;
  readonly log: Logger;
  /** Milliseconds an operation waits for a server before it fails. */
  readonly serverSelectionTimeoutMs?: number;
}

/**
 * Opens a connection of its own (never mongoose's global one) and waits until a primary answers.
 * Writes are acknowledged by a majority and journaled: what was answered survives a restart.
 * @throws Error when no server answers in time
 */
export async function connectMongo({
  url,
  database,
  log,
  serverSelectionTimeoutMs = 5000,
}: MongoOptions): Promise<Connection> {
  const connection = mongoose.createConnection(url, {
    dbName: database,
    autoIndex: false,
    autoCreate: false,
    serverSelectionTimeoutMS: serverSelectionTimeoutMs,
    socketTimeoutMS: 30_000,
    bufferCommands: false,
    writeConcern: { w: 'majority', journal: true },
    readConcern: { level: 'majority' },
  });
  connection.on('error', (err) => log.error({ err }, 'mongo.error'));
  connection.on('disconnected', () => log.warn({}, 'mongo.disconnected'));
  connection.on('reconnected', () => log.info({}, 'mongo.reconnected'));
  return connection.asPromise();
}

/** Resolves when the server answers: the health check of a service that keeps data. */
export async function pingMongo(connection: Connection): Promise<void> {
  await connection.db?.command({ ping: 1 });
}

/**
 * Runs `work` in a transaction and commits it; the driver retries transient errors, so `work` may run more than once
 * and must keep its effects to the session.
 * @returns what `work` returned in the run that was committed
 */
export async function inTransaction<T>(
  connection: Connection,
  work: (session: mongoose.ClientSession) => Promise<T>,
): Promise<T> {
  const session = await connection.startSession();
  try {
    return await session.withTransaction(() => work(session), {
      readConcern: { level: 'snapshot' },
      writeConcern: { w: 'majority', journal: true },
    });
  } finally {
    await session.endSession();
  }
}
