import { createOutbox } from '@doctorpy/service-kit/events';
import { createLogger } from '@doctorpy/service-kit/logging';
import { connectMongo, runMigrations } from '@doctorpy/service-kit/mongo';
import { readEnv } from './env.js';
import { migrations } from './migrations/index.js';
import { createModels } from './models/index.js';
import { loadContent } from './services/content/load-content.js';
import { publishContent } from './services/publishing/publish-content.js';

/**
 * Process entry: brings the database up to date with the schema and with the quests, categories and achievements of
 * `content/`. Safe to run again, and beside a running service; the events it writes are delivered by the service.
 */
const env = readEnv();
const log = createLogger({ service: 'quest-seed', level: env.LOG_LEVEL });
// Read first: broken content must not leave half of it published.
const content = loadContent(new URL('../content', import.meta.url));
const connection = await connectMongo({ url: env.DATABASE_URL, database: env.DATABASE_NAME, log });
try {
  await runMigrations(connection, migrations, log);
  const outbox = createOutbox({ connection, producer: 'quest' });
  await publishContent({ connection, models: createModels(connection), outbox, log }, content);
} finally {
  await connection.close();
}
