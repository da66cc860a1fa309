import type { Role } from '@doctorpy/service-kit/caller';
import type { Outbox } from '@doctorpy/service-kit/events';
import type { Logger } from '@doctorpy/service-kit/logging';
import { inTransaction, isDuplicateKey } from '@doctorpy/service-kit/mongo';
import type { Connection } from 'mongoose';
import { v7 as uuid } from 'uuid';
import type { AuthEnv } from '../../env.js';
import type { Models } from '../../models/index.js';
import type { Passwords } from '../account/passwords.js';

/** The accounts to try the platform with; all share DEMO_PASSWORD. */
export const demoAccounts: readonly { email: string; displayName: string; roles: Role[] }[] = [
  { email: 'learner@doctorpy.test', displayName: 'Léa', roles: ['LEARNER'] },
  { email: 'author@doctorpy.test', displayName: 'Camille', roles: ['LEARNER', 'AUTHOR'] },
  { email: 'admin@doctorpy.test', displayName: 'Admin', roles: ['LEARNER', 'ADMIN'] },
];

/** What seeding needs. */
export interface SeedDeps {
  env: Pick<AuthEnv, 'NODE_ENV' | 'DEMO_PASSWORD' | 'PLATFORM_TIME_ZONE'>;
  connection: Connection;
  models: Models;
  outbox: Outbox;
  passwords: Passwords;
  log: Logger;
}

/**
 * Makes the demo accounts that are missing and gives all of them today's DEMO_PASSWORD; running it again changes
 * nothing. Never does anything in production, or without a DEMO_PASSWORD.
 */
export async function seedDemoAccounts({ env, connection, models, outbox, passwords, log }: SeedDeps): Promise<void> {
  const password = env.DEMO_PASSWORD;
  if (env.NODE_ENV === 'production' || !password) return;
  const { accounts } = models;
  for (const { email, displayName, roles } of demoAccounts) {
    const existing = await accounts.findOne({ email }).lean();
    if (existing && (await passwords.verify(existing.passwordHash, password))) continue;
    const passwordHash = await passwords.hash(password);
    if (existing) {
      await accounts.updateOne({ email }, { $set: { passwordHash } });
      continue;
    }
    const account = {
      _id: uuid(),
      email,
      emailVerified: true,
      displayName,
      passwordHash,
      roles,
      authVersion: 1,
      language: 'fr' as const,
      timeZone: env.PLATFORM_TIME_ZONE,
    };
    try {
      await inTransaction(connection, async (session) => {
        await accounts.create([account], { session });
        const origin = { actorId: account._id, requestId: null, traceparent: null };
        await outbox.append(session, 'USER_REGISTERED', { userId: account._id }, origin);
      });
      log.info({ userId: account._id, roles }, 'demo_account.created');
    } catch (error) {
      // Another replica starts at the same time and was first.
      if (!isDuplicateKey(error)) throw error;
    }
  }
}
