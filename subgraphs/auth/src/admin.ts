import { ConfigurationError, commonEnv, dataEnv, parseEnv, platformTimeZone } from '@doctorpy/service-kit/env';
import { createLogger } from '@doctorpy/service-kit/logging';
import { connectMongo, runMigrations } from '@doctorpy/service-kit/mongo';
import { z } from 'zod';
import { readCommand, UsageError } from './admin/command.js';
import { Refusal, runCommand } from './admin/run-command.js';
import { Cancelled, choosePassword } from './admin/terminal.js';
import { usage } from './admin/usage.js';
import { migrations } from './migrations/index.js';
import { type Administration, createAdministration } from './services/create-administration.js';

/**
 * Process entry: an operator's commands on the accounts of an installation, beside a running service or without one.
 * Ends with 0 when it is done, 1 when it was refused, 2 when it was not understood.
 */
process.exitCode = await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<number> {
  try {
    const command = readCommand(args);
    console.log(
      command.name === 'help' ? usage : await withDatabase((services) => runCommand(command, services, choosePassword)),
    );
    return 0;
  } catch (error) {
    if (error instanceof UsageError) {
      console.error(`${error.message}\n\n${usage}`);
      return 2;
    }
    const expected = error instanceof Refusal || error instanceof Cancelled || error instanceof ConfigurationError;
    console.error(expected ? error.message : error);
    return 1;
  }
}

async function withDatabase<T>(work: (services: Administration) => Promise<T>): Promise<T> {
  const { DATABASE_URL } = dataEnv;
  const env = parseEnv(
    z.object({
      ...commonEnv,
      DATABASE_URL,
      DATABASE_NAME: z.string().default('doctorpy_auth'),
      PLATFORM_TIME_ZONE: platformTimeZone,
      SMTP_URL: z.string().optional(),
      MAIL_FOLDER: z.string().optional(),
    }),
  );
  // What a service logs as it starts would stand between an operator and the answer.
  const log = createLogger({ service: 'auth-admin', level: 'error' });
  const connection = await connectMongo({ url: env.DATABASE_URL, database: env.DATABASE_NAME, log }).catch(
    (error: unknown) => {
      throw new Refusal('No MongoDB answers at DATABASE_URL: check the address, and that it runs.', { cause: error });
    },
  );
  try {
    await runMigrations(connection, migrations, log);
    const mailsAreOn = env.SMTP_URL !== undefined || env.MAIL_FOLDER !== undefined;
    return await work(createAdministration({ connection, timeZone: env.PLATFORM_TIME_ZONE, mailsAreOn }));
  } finally {
    await connection.close();
  }
}
