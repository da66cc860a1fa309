import { inTransaction } from '@doctorpy/service-kit/mongo';
import { takeWithin } from '@doctorpy/service-kit/personal-data';
import type { Connection } from 'mongoose';
import { userNotFound } from '../../errors.js';
import type { AuditEntryRecord } from '../../models/audit-entry.model.js';
import type { Models } from '../../models/index.js';
import type { RequestOrigin } from '../account/account.js';
import type { AttemptLimiter } from '../attempt-limiter.js';
import type { AuditLog } from '../audit/audit-log.js';

/** Gives people what auth holds about them. */
export interface AccountExport {
  /** Counts an export and writes it to the audit log. @throws DomainError RATE_LIMITED, NOT_FOUND */
  begin(userId: string, origin: RequestOrigin): Promise<{ generatedAt: Date }>;
  /** Auth's part, as docs/reference/privacy.md describes it; null when there is no such account. */
  of(userId: string): Promise<Record<string, unknown> | null>;
}

/** What exporting needs. */
export interface AccountExportDeps {
  connection: Connection;
  models: Models;
  audit: AuditLog;
  limiter: AttemptLimiter;
  now: () => Date;
}

/** The exports of one database. */
export function createAccountExport(deps: AccountExportDeps): AccountExport {
  const { connection, models, audit, limiter, now } = deps;
  const { accounts, auditLog, identities, mails, recoveryGrants, secondFactors, sessions } = models;

  return {
    async begin(userId, origin) {
      await limiter.count(userId);
      await inTransaction(connection, async (transaction) => {
        if (!(await accounts.exists({ _id: userId }).session(transaction))) throw userNotFound();
        await audit.record(transaction, origin, { action: 'DATA_EXPORTED', targetId: userId });
      });
      return { generatedAt: now() };
    },

    async of(userId) {
      const account = await accounts.findById(userId).lean();
      if (!account) return null;
      const { email } = account;
      const newestFirst = { _id: -1 as const };
      const [open, sent, links, linked, factor, log] = await Promise.all([
        sessions.find({ userId }).sort(newestFirst).lean(),
        mails
          .find({ $or: [{ userId }, { to: email, userId: null }] })
          .sort(newestFirst)
          .lean(),
        recoveryGrants.find({ userId }).sort(newestFirst).lean(),
        identities.find({ userId }).sort(newestFirst).lean(),
        secondFactors.findById(userId, { enabledAt: 1, recoveryCodes: 1 }).lean(),
        takeWithin(entriesAbout(userId)),
      ]);
      return {
        profile: {
          id: userId,
          email,
          emailVerified: account.emailVerified,
          displayName: account.displayName,
          roles: account.roles,
          language: account.language,
          timeZone: account.timeZone,
          createdAt: account.createdAt,
          updatedAt: account.updatedAt,
          lastSignInAt: account.lastSignInAt ?? null,
        },
        // Why, and by whom, is written by administrators for administrators, and may name others.
        suspension: account.suspension ? { since: account.suspension.at, until: account.suspension.until } : null,
        deletion: account.deletion ?? null,
        sessions: open.map(({ _id: id, createdAt, lastUsedAt, idleExpiresAt, revokedAt, ip, userAgent }) => {
          return { id, createdAt, lastUsedAt, expiresAt: idleExpiresAt, endedAt: revokedAt, ip, userAgent };
        }),
        mails: sent.map(({ kind, to, state, createdAt }) => ({ kind, to, state, createdAt })),
        links: links.map(({ purpose, email: address, createdAt, expiresAt }) => {
          return { purpose, email: address, createdAt, expiresAt };
        }),
        identities: linked.map(({ provider, issuer, subject, email: address, linkedAt, lastUsedAt }) => {
          return { provider, issuer, subject, email: address, linkedAt, lastUsedAt };
        }),
        secondFactor: factor?.enabledAt
          ? { enabledAt: factor.enabledAt, recoveryCodesLeft: factor.recoveryCodes.length }
          : null,
        auditLog: log,
      };
    },
  };

  async function* entriesAbout(userId: string) {
    const about = { $or: [{ actorId: userId }, { targetId: userId }] };
    for await (const entry of auditLog.find(about).sort({ at: -1, _id: -1 }).lean().cursor()) {
      yield toExported(entry, userId);
    }
  }
}

/**
 * An entry as far as it is about this person. Whoever else took part stays unnamed: their id, address and words are
 * theirs.
 */
function toExported({ at, action, source, actorId, targetId, ip, details }: AuditEntryRecord, userId: string) {
  const bySelf = actorId === userId;
  const toSelf = targetId === userId;
  const { reason: _reason, ...facts } = details;
  return {
    at,
    action,
    source,
    by: bySelf ? 'SELF' : actorId === null ? 'UNKNOWN' : 'ADMINISTRATOR',
    to: toSelf ? 'SELF' : 'OTHER',
    ip: bySelf ? ip : null,
    details: toSelf ? facts : {},
  };
}
