import { eventOrigin, type Outbox } from '@doctorpy/service-kit/events';
import type { ClientSession } from 'mongoose';
import type { AuditAction } from '../../models/audit-entry.model.js';
import type { Models } from '../../models/index.js';
import type { RequestOrigin } from '../account/account.js';
import type { AuditLog } from '../audit/audit-log.js';
import { RETENTION_SECONDS, type Revocations } from '../revocation/revocations.js';

/**
 * Ends the living sessions of a user (or the one with this id, or all but it) in the caller's transaction, each with
 * SESSION_REVOKED and an audit entry, and their access tokens with them. Of sessions that had reached their end by
 * themselves, access tokens that may still be believed are refused too. Call `deliverEvents` after the commit.
 * @returns how many were alive
 */
export type EndSessions = (
  transaction: ClientSession,
  which: { userId: string; _id?: string | { $ne: string } },
  origin: RequestOrigin,
  /** @default the request's own session was logged out, others were revoked */
  cause?: Extract<AuditAction, 'REFRESH_TOKEN_REUSED'>,
) => Promise<number>;

/** What ending sessions needs. */
export interface EndSessionsDeps {
  models: Models;
  outbox: Outbox;
  audit: AuditLog;
  revocations: Revocations;
  now: () => Date;
}

/** What makes a session one that can be used at this moment. */
export const alive = (at: Date) => ({ revokedAt: null, expiresAt: { $gt: at }, idleExpiresAt: { $gt: at } });

/** Ends sessions of one database. */
export function createEndSessions({ models, outbox, audit, revocations, now }: EndSessionsDeps): EndSessions {
  const { sessions } = models;
  return async (transaction, which, origin, cause) => {
    const found = await sessions.find({ ...which, ...alive(now()) }, { _id: 1 }, { session: transaction }).lean();
    const ids = found.map(({ _id }) => _id);
    await sessions.updateMany({ _id: { $in: ids } }, { $set: { revokedAt: now() } }, { session: transaction });
    await revocations.revokeSessions(transaction, [...ids, ...(await justExpired(transaction, which))]);
    const { userId } = which;
    for (const sessionId of ids) {
      await outbox.append(transaction, 'SESSION_REVOKED', { userId, sessionId }, eventOrigin(origin));
    }
    const action = (sessionId: string): AuditAction =>
      cause ?? (sessionId === origin.caller.sessionId ? 'LOGGED_OUT' : 'SESSION_REVOKED');
    const facts = ids.map((sessionId) => ({ action: action(sessionId), targetId: userId, details: { sessionId } }));
    await audit.record(transaction, origin, ...facts);
    return ids.length;
  };

  /** Sessions that expired so lately that an access token of theirs may be accepted by a clock that is behind. */
  async function justExpired(transaction: ClientSession, which: Parameters<EndSessions>[1]): Promise<string[]> {
    const ended = { revokedAt: null, idleExpiresAt: { $lte: now(), $gt: new Date(now().getTime() - RETENTION_MS) } };
    const found = await sessions.find({ ...which, ...ended }, { _id: 1 }, { session: transaction }).lean();
    return found.map(({ _id }) => _id);
  }
}

const RETENTION_MS = RETENTION_SECONDS * 1000;
