import { createOutbox } from '@doctorpy/service-kit/events';
import type { Logger } from '@doctorpy/service-kit/logging';
import type { Redis } from 'ioredis';
import type { Connection } from 'mongoose';
import type { AuthEnv } from '../env.js';
import { createModels } from '../models/index.js';
import { createAccounts } from './account/accounts.js';
import { createDirectory } from './account/directory.js';
import { createPasswords } from './account/passwords.js';
import { createAttemptLimiter } from './attempt-limiter.js';
import { createAuditLog } from './audit/audit-log.js';
import { createLoginFailures } from './audit/login-failures.js';
import { createMailing } from './mail/create-mailing.js';
import { createAccountExport } from './privacy/account-export.js';
import { createDeletions } from './privacy/deletions.js';
import { createDueDeletions } from './privacy/due-deletions.js';
import { createEmailChanges } from './recovery/email-changes.js';
import { createEmailVerifications } from './recovery/email-verifications.js';
import { createGrants } from './recovery/grants.js';
import { createPasswordChanges } from './recovery/password-changes.js';
import { createPasswordProof } from './recovery/password-proof.js';
import { createRecoveryLimits } from './recovery/recovery-limits.js';
import { createAddressReserved } from './recovery/reserved-addresses.js';
import { createRevocations } from './revocation/revocations.js';
import { createAdminGuard } from './role/admin-guard.js';
import { createRoles } from './role/roles.js';
import { createAttemptLimits } from './session/attempt-limits.js';
import { createEndSessions } from './session/end-sessions.js';
import { createLogins } from './session/logins.js';
import { createRefreshes } from './session/refreshes.js';
import { createSessions } from './session/sessions.js';
import { createTokens } from './session/tokens.js';
import { createSigning } from './signing/signing.js';
import { createSuspensions } from './suspension/suspensions.js';

/** What the services are made of. */
export interface ServiceDeps {
  env: AuthEnv;
  connection: Connection;
  redis: Redis;
  now: () => Date;
  log: Logger;
  /** Asks for the delivery of events and revocations at once, after a commit. */
  deliverEvents: () => void;
}

/** All rules of this subgraph, wired together. */
export type AuthServices = Awaited<ReturnType<typeof createServices>>;

/** Wires the services of this subgraph. */
export async function createServices({ env, connection, redis, now, log, deliverEvents }: ServiceDeps) {
  const models = createModels(connection);
  const outbox = createOutbox({ connection, producer: 'auth' });
  const audit = createAuditLog({ models, now });
  const revocations = createRevocations({ models, now });
  const endSessions = createEndSessions({ models, outbox, audit, revocations, now });
  const adminGuard = createAdminGuard({ models, now });
  const failures = createLoginFailures({ audit, redis, log });
  const passwords = await createPasswords();
  const signing = await createSigning({ env, models, now, log });
  const tokens = createTokens({
    signing,
    successorSecret: env.AUTH_SECRET_KEY ?? env.JWT_SECRET ?? '',
    accessSeconds: env.AUTH_ACCESS_TOKEN_SECONDS,
  });
  const limits = createAttemptLimits(redis, {
    loginPerIp: env.AUTH_LOGIN_LIMIT_PER_IP,
    loginPerAccount: env.AUTH_LOGIN_LIMIT_PER_ACCOUNT,
    registerPerIp: env.AUTH_REGISTER_LIMIT_PER_IP,
    windowSeconds: env.AUTH_LIMIT_WINDOW_SECONDS,
  });
  const idleSeconds = env.AUTH_SESSION_IDLE_SECONDS;
  const lifetime = { absoluteSeconds: env.AUTH_SESSION_SECONDS, idleSeconds };
  const shared = { connection, models, outbox, audit, revocations, deliverEvents };
  const sessions = createSessions({ ...shared, endSessions, tokens, lifetime, now });
  const grants = createGrants({ models, now });
  const mailing = createMailing({ env, models, grants, now, log });
  const recoveryLimits = createRecoveryLimits(redis, {
    mailsPerAddress: env.AUTH_MAIL_LIMIT_PER_ADDRESS,
    mailsPerIp: env.AUTH_MAIL_LIMIT_PER_IP,
    linksPerIp: env.AUTH_LINK_LIMIT_PER_IP,
    windowSeconds: env.AUTH_LIMIT_WINDOW_SECONDS,
  });
  const provePassword = createPasswordProof({ models, passwords, limits });
  const addressReserved = createAddressReserved(models);
  const recovery = {
    ...shared,
    sessions,
    passwords,
    provePassword,
    mails: mailing.mails,
    grants,
    limits: recoveryLimits,
    addressReserved,
  };
  const emailVerifications = createEmailVerifications(recovery);
  const emailChanges = createEmailChanges(recovery);
  const timeZone = env.PLATFORM_TIME_ZONE;
  const verifiedOnly = env.AUTH_REQUIRE_VERIFIED_EMAIL;
  return {
    signing,
    sessions,
    audit,
    directory: createDirectory({ models }),
    accounts: createAccounts({ ...shared, sessions, passwords, limits, emailVerifications, addressReserved, timeZone }),
    logins: createLogins({ ...shared, sessions, passwords, limits, failures, emailVerifications, verifiedOnly, now }),
    refreshes: createRefreshes({ models, sessions, tokens, idleSeconds, now, log }),
    roles: createRoles({ ...shared, adminGuard }),
    suspensions: createSuspensions({ ...shared, endSessions, adminGuard, now }),
    emailVerifications,
    emailChanges,
    passwordChanges: createPasswordChanges(recovery),
    mailing,
    deletions: createDeletions({
      ...shared,
      endSessions,
      adminGuard,
      provePassword,
      mails: mailing.mails,
      graceSeconds: env.AUTH_DELETION_GRACE_SECONDS,
      now,
    }),
    dueDeletions: createDueDeletions({ ...shared, now, log }),
    accountExport: createAccountExport({
      connection,
      models,
      audit,
      limiter: createAttemptLimiter(redis, {
        name: 'export',
        points: env.AUTH_EXPORT_LIMIT_PER_ACCOUNT,
        windowSeconds: env.AUTH_LIMIT_WINDOW_SECONDS,
      }),
      now,
    }),
    now,
  };
}
