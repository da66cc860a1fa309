import { createOutbox } from '@doctorpy/service-kit/events';
import { createLogger } from '@doctorpy/service-kit/logging';
import { connectMongo, runMigrations } from '@doctorpy/service-kit/mongo';
import { readEnv } from './env.js';
import { migrations } from './migrations/index.js';
import { createModels } from './models/index.js';
import { createIndexing } from './services/indexing/indexing.js';
import { seedContent } from './services/seeding/seed-content.js';

/**
 * Process entry: brings the database up to date with the schema and with the lessons and templates of `content/`. Safe to
 * run again, and beside a running service; the events it writes are delivered by the service.
 */
const env = readEnv();
const log = createLogger({ service: 'rag-seed', level: env.LOG_LEVEL });
const connection = await connectMongo({ url: env.DATABASE_URL, database: env.DATABASE_NAME, log });
try {
  await runMigrations(connection, migrations, log);
  const models = createModels(connection);
  const outbox = createOutbox({ connection, producer: 'rag' });
  const indexing = createIndexing({ connection, models, outbox, deliverEvents: () => undefined });
  await seedContent({ models, indexing, content: new URL('../content/', import.meta.url), log });
} finally {
  await connection.close();
}
