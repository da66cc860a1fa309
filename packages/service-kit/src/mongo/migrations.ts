import type { Collection, Connection } from 'mongoose';
import type { Logger } from 'pino';

/** One numbered step from a schema to the next. `up` must be safe to run again: a crash can interrupt it. */
export interface Migration {
  /** 1, 2, 3, … without gaps. */
  readonly version: number;
  readonly name: string;
  up(connection: Connection): Promise<void>;
}

interface Applied {
  _id: number;
  name: string;
  appliedAt: Date;
}

interface Lock {
  _id: 'lock';
  holder: string;
  expiresAt: Date;
}

const LOCK_MS = 60_000;

/**
 * Applies the migrations that have not been applied yet, in order, one process at a time.
 * A crashed run is resumed by the next: a step is recorded only once it is done.
 * @returns the versions applied by this call
 * @throws Error when the numbering has gaps or the database is newer than this code
 */
export async function runMigrations(
  connection: Connection,
  migrations: readonly Migration[],
  log: Logger,
): Promise<number[]> {
  migrations.forEach(({ version, name }, index) => {
    if (version !== index + 1) throw new Error(`Migration ${name} is numbered ${version}, expected ${index + 1}.`);
  });
  const applied = connection.collection<Applied>('migrations');
  const locks = connection.collection<Lock>('migration_lock');
  const holder = `${process.pid}-${Math.random().toString(36).slice(2)}`;
  await acquire(locks, holder);
  const renewal = setInterval(() => void renew(locks, holder, log), LOCK_MS / 3);
  try {
    const done = new Set((await applied.find().toArray()).map(({ _id }) => _id));
    const newest = Math.max(0, ...done);
    if (newest > migrations.length) {
      throw new Error(
        `The database is at migration ${newest}, this version of the service knows ${migrations.length}: deploy the newer version.`,
      );
    }
    const ran: number[] = [];
    for (const { version, name, up } of migrations) {
      if (done.has(version)) continue;
      await up(connection);
      await applied.updateOne({ _id: version }, { $setOnInsert: { name, appliedAt: new Date() } }, { upsert: true });
      log.info({ version, name }, 'migration.applied');
      ran.push(version);
    }
    return ran;
  } finally {
    clearInterval(renewal);
    await locks.deleteOne({ _id: 'lock', holder });
  }
}

async function acquire(locks: Collection<Lock>, holder: string): Promise<void> {
  const giveUpAt = Date.now() + 2 * LOCK_MS;
  for (;;) {
    const now = new Date();
    try {
      await locks.updateOne(
        { _id: 'lock', expiresAt: { $lt: now } },
        { $set: { holder, expiresAt: new Date(now.getTime() + LOCK_MS) } },
        { upsert: true },
      );
      return;
    } catch (error) {
      // Duplicate key: another process holds an unexpired lock.
      if (!isDuplicateKey(error) || Date.now() > giveUpAt) throw error;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
}

/** A step may take longer than the lock lasts; its process alone can tell that it is still at work. */
async function renew(locks: Collection<Lock>, holder: string, log: Logger): Promise<void> {
  const expiresAt = new Date(Date.now() + LOCK_MS);
  await locks
    .updateOne({ _id: 'lock', holder }, { $set: { expiresAt } })
    .catch((err: unknown) => log.warn({ err }, 'migration.lock_not_renewed'));
}

/** Did this write fail because a unique value is taken already? */
export function isDuplicateKey(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 11000;
}
