import { ConfigurationError, commonEnv, dataEnv, parseEnv } from '@doctorpy/service-kit/env';
import { createOutbox } from '@doctorpy/service-kit/events';
import { createLogger } from '@doctorpy/service-kit/logging';
import { connectMongo, runMigrations } from '@doctorpy/service-kit/mongo';
import { z } from 'zod';
import { type Command, readCommand, UsageError } from './indexer/command.js';
import { lineOf, summaryOf } from './indexer/report.js';
import { runCommand } from './indexer/run-command.js';
import { usage } from './indexer/usage.js';
import { migrations } from './migrations/index.js';
import { createModels } from './models/index.js';
import { createFileIndexing, type FileIndexing, type FileNews } from './services/indexing/files/file-indexing.js';
import { createIndexing } from './services/indexing/indexing.js';

/**
 * Process entry: indexes files of this machine, beside a running service or without one; a running service notices within
 * seconds. Ends with 0 when all is done, 1 when a file failed, 2 when the command was not understood.
 */
process.exitCode = await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<number> {
  try {
    const command = readCommand(args);
    if (command.name !== 'help') return await withFiles((files) => run(command, files));
    console.log(usage);
    return 0;
  } catch (error) {
    if (error instanceof UsageError) {
      console.error(`${error.message}\n\n${usage}`);
      return 2;
    }
    const expected = error instanceof Unavailable || error instanceof ConfigurationError;
    console.error(expected ? error.message : error);
    return 1;
  }
}

async function run(command: Exclude<Command, { name: 'help' }>, files: FileIndexing): Promise<number> {
  const report = await runCommand(command, files, tell);
  console.log(summaryOf(report, command.name === 'remove' ? command.dryRun : command.options.dryRun));
  return report.failed > 0 ? 1 : 0;
}

function tell(news: FileNews): void {
  const line = lineOf(news);
  if (line === null) return;
  if (news.outcome === 'failed') console.error(line);
  else console.log(line);
}

/** The database cannot be reached; the message says what to do. */
class Unavailable extends Error {
  override readonly name = 'Unavailable';
}

async function withFiles<T>(work: (files: FileIndexing) => Promise<T>): Promise<T> {
  const { DATABASE_URL } = dataEnv;
  const shape = z.object({ ...commonEnv, DATABASE_URL, DATABASE_NAME: z.string().default('doctorpy_rag') });
  const env = parseEnv(shape);
  // What a service logs as it starts would stand between an operator and the answer.
  const log = createLogger({ service: 'rag-index', level: 'error' });
  const connection = await connectMongo({ url: env.DATABASE_URL, database: env.DATABASE_NAME, log }).catch(
    (error: unknown) => {
      throw new Unavailable('No MongoDB answers at DATABASE_URL: check the address, and that it runs.', {
        cause: error,
      });
    },
  );
  try {
    await runMigrations(connection, migrations, log);
    const models = createModels(connection);
    const outbox = createOutbox({ connection, producer: 'rag' });
    // The service delivers the events when it runs.
    const indexing = createIndexing({ connection, models, outbox, deliverEvents: () => undefined });
    return await work(createFileIndexing({ indexing, models }));
  } finally {
    await connection.close();
  }
}
