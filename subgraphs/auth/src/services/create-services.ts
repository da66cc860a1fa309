import { createOutbox } from '@doctorpy/service-kit/events';
import type { Logger } from '@doctorpy/service-kit/logging';
import type { Redis } from 'ioredis';
import type { Connection } from 'mongoose';
import type { Registry } from 'prom-client';
import type { AuthEnv } from '../env.js';
import { tooManyWrongCodes } from '../errors.js';
import { createModels } from '../models/index.js';
import { createAccounts } from './account/accounts.js';
import { createDirectory } from './account/directory.js';
import { createPasswordPolicy } from './account/password-policy.js';
import { createPasswords } from './account/passwords.js';
import { createRehash } from './account/rehash.js';
import { createAttemptLimiter } from './attempt-limiter.js';
import { createAuditLog } from './audit/audit-log.js';
import { createLoginFailures } from './audit/login-failures.js';
import { createStuffingWatch } from './audit/stuffing-watch.js';
import { createAuthMetrics } from './auth-metrics.js';
import { createMailing } from './mail/create-mailing.js';
import { createOpenId } from './openid/create-open-id.js';
import { createKeepProvedIdentities } from './openid/keep-proved.js';
import { createAccountExport } from './privacy/account-export.js';
import { createDeletions } from './privacy/deletions.js';
import { createDueDeletions } from './privacy/due-deletions.js';
import { createEmailChanges } from './recovery/email-changes.js';
import { createEmailVerifications } from './recovery/email-verifications.js';
import { createGrants } from './recovery/grants.js';
import { createOwnerProof } from './recovery/owner-proof.js';
import { createPasswordChanges } from './recovery/password-changes.js';
import { createPasswordProof } from './recovery/password-proof.js';
import { createRecoveryLimits } from './recovery/recovery-limits.js';
import { createAddressReserved } from './recovery/reserved-addresses.js';
import { createRevocations } from './revocation/revocations.js';
import { createAdminGuard } from './role/admin-guard.js';
import { createRolePolicy } from './role/effective-roles.js';
import { createRoles } from './role/roles.js';
import { createAskedForSecondFactor } from './second-factor/demand.js';
import { createDropSecondFactor } from './second-factor/drop.js';
import { createEnrolments } from './second-factor/enrolments.js';
import { createSecondFactorResets } from './second-factor/resets.js';
import { createSecondFactors } from './second-factor/second-factors.js';
import { createKeyRing, type SecretKeys } from './secrets/key-ring.js';
import { createAttemptLimits } from './session/attempt-limits.js';
import { createEndSessions } from './session/end-sessions.js';
import { createKnownNetworks } from './session/known-networks.js';
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
  /** Where metrics are registered. */
  registry: Registry;
  /** Asks for the delivery of events and revocations at once, after a commit. */
  deliverEvents: () => void;
}

/** All rules of this subgraph, wired together. */
export type AuthServices = Awaited<ReturnType<typeof createServices>>;

/** Wires the services of this subgraph. */
export async function createServices({ env, connection, redis, now, log, registry, deliverEvents }: ServiceDeps) {
  const models = createModels(connection);
  const outbox = createOutbox({ connection, producer: 'auth' });
  const audit = createAuditLog({ models, now });
  const revocations = createRevocations({ models, now });
  const endSessions = createEndSessions({ models, outbox, audit, revocations, now });
  const adminGuard = createAdminGuard({ models, now });
  const metrics = createAuthMetrics(registry);
  const threshold = env.AUTH_STUFFING_ALERT_ACCOUNTS;
  const watch = createStuffingWatch({ redis, audit, metrics, log, threshold, now });
  const failures = createLoginFailures({ audit, redis, watch, metrics, log });
  const passwords = await createPasswords(env.AUTH_PASSWORD_COST);
  const rehash = createRehash({ models, passwords });
  const passwordRule = createPasswordPolicy({ env, metrics, log, now });
  const knownNetworks = createKnownNetworks({ models, redis, log });
  const signing = await createSigning({ env, models, now, log });
  const secretKeys: SecretKeys = [env.AUTH_SECRET_KEY ?? env.JWT_SECRET ?? '', ...env.AUTH_PREVIOUS_SECRET_KEYS];
  const rolePolicy = createRolePolicy(env.MFA_REQUIRED_ROLES);
  const tokens = createTokens({
    signing,
    rolePolicy,
    successorSecrets: secretKeys,
    accessSeconds: env.AUTH_ACCESS_TOKEN_SECONDS,
  });
  const limits = createAttemptLimits(
    { redis, knownNetworks, metrics },
    {
      loginAtOnce: env.AUTH_LOGIN_ATTEMPTS_AT_ONCE,
      loginPerIp: env.AUTH_LOGIN_LIMIT_PER_IP,
      loginPerAccount: env.AUTH_LOGIN_LIMIT_PER_ACCOUNT,
      firstDelaySeconds: env.AUTH_LOGIN_FIRST_DELAY_SECONDS,
      longestDelaySeconds: env.AUTH_LOGIN_LONGEST_DELAY_SECONDS,
      memorySeconds: env.AUTH_LOGIN_MEMORY_SECONDS,
      registerPerIp: env.AUTH_REGISTER_LIMIT_PER_IP,
      takenPerIp: env.AUTH_REGISTER_TAKEN_LIMIT_PER_IP,
      registerPerAddress: env.AUTH_REGISTER_LIMIT_PER_ADDRESS,
      windowSeconds: env.AUTH_LIMIT_WINDOW_SECONDS,
    },
  );
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
  const { mails } = mailing;
  const keyRing = createKeyRing(secretKeys, 'doctorpy auth second factors');
  const secondFactors = createSecondFactors({
    models,
    keyRing,
    limiter: createAttemptLimiter(redis, {
      name: 'second-factor',
      points: env.AUTH_SECOND_FACTOR_LIMIT_PER_ACCOUNT,
      windowSeconds: env.AUTH_LIMIT_WINDOW_SECONDS,
    }),
    wrongCodes: createAttemptLimiter(redis, {
      name: 'second-factor-wrong',
      points: env.AUTH_SECOND_FACTOR_LIMIT_PER_DAY,
      windowSeconds: 86_400,
      refusal: tooManyWrongCodes,
    }),
    audit,
    mails,
    now,
  });
  const provePassword = createPasswordProof({ models, passwords, rehash, limits, failures });
  const proveOwner = createOwnerProof({ models, provePassword, now });
  const addressReserved = createAddressReserved(models);
  const recovery = {
    ...shared,
    sessions,
    passwords,
    passwordRule,
    signInLimits: limits,
    provePassword,
    proveOwner,
    mails,
    grants,
    limits: recoveryLimits,
    addressReserved,
    keepProvedIdentities: createKeepProvedIdentities({ models, audit }),
    dropSecondFactor: createDropSecondFactor({ models, audit }),
    secondFactors,
  };
  const emailVerifications = createEmailVerifications(recovery);
  const emailChanges = createEmailChanges(recovery);
  const timeZone = env.PLATFORM_TIME_ZONE;
  const verifiedOnly = env.AUTH_REQUIRE_VERIFIED_EMAIL;
  const askedForSecondFactor = createAskedForSecondFactor({ secondFactors, failures });
  const openId = createOpenId({
    ...recovery,
    proveOwner,
    env,
    redis,
    log,
    secretKeys,
    graceSeconds: env.AUTH_DELETION_GRACE_SECONDS,
    emailVerifications,
    failures,
    askedForSecondFactor,
    verifiedOnly,
    timeZone,
    now,
  });
  return {
    signing,
    sessions,
    audit,
    directory: createDirectory({ models }),
    accounts: createAccounts({
      ...shared,
      sessions,
      passwords,
      passwordRule,
      limits,
      emailVerifications,
      addressReserved,
      timeZone,
    }),
    logins: createLogins({
      ...shared,
      sessions,
      passwords,
      rehash,
      limits,
      failures,
      askedForSecondFactor,
      mails,
      emailVerifications,
      verifiedOnly,
      now,
    }),
    refreshes: createRefreshes({ ...shared, endSessions, mails, tokens, idleSeconds, verifiedOnly, now, log }),
    roles: createRoles({ ...shared, adminGuard }),
    suspensions: createSuspensions({ ...shared, endSessions, adminGuard, now }),
    rolePolicy,
    secondFactors,
    enrolments: createEnrolments({
      ...shared,
      sessions,
      secondFactors,
      askedForSecondFactor,
      keyRing,
      proveOwner,
      mails,
      now,
    }),
    secondFactorResets: createSecondFactorResets({ ...shared, endSessions, mails }),
    emailVerifications,
    emailChanges,
    passwordChanges: createPasswordChanges(recovery),
    openId,
    mailing,
    deletions: createDeletions({
      ...shared,
      endSessions,
      adminGuard,
      proveOwner,
      askedForSecondFactor,
      mails,
      graceSeconds: env.AUTH_DELETION_GRACE_SECONDS,
      now,
    }),
    dueDeletions: createDueDeletions({ ...shared, mails, now, log }),
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
