import { createOutbox } from '@doctorpy/service-kit/events';
import { createLogger } from '@doctorpy/service-kit/logging';
import { connectMongo, runMigrations } from '@doctorpy/service-kit/mongo';
import { readEnv } from './env.js';
import { migrations } from './migrations/index.js';
import { createModels } from './models/index.js';
import { createPasswords } from './services/account/passwords.js';
import { seedDemoAccounts } from './services/seeding/demo-accounts.js';

/**
 * Process entry: brings the database up to date with the schema and, in development, with the demo accounts. Safe to run
 * again, and beside a running service; the events it writes are delivered by the service.
 */
const env = readEnv();
const log = createLogger({ service: 'auth-seed', level: env.LOG_LEVEL });
const connection = await connectMongo({ url: env.DATABASE_URL, database: env.DATABASE_NAME, log });
try {
  await runMigrations(connection, migrations, log);
  const models = createModels(connection);
  const outbox = createOutbox({ connection, producer: 'auth' });
  await seedDemoAccounts({
    env,
    connection,
    models,
    outbox,
    passwords: await createPasswords(env.AUTH_PASSWORD_COST),
    log,
  });
} finally {
  await connection.close();
}
