import { eventOrigin, type Outbox } from '@doctorpy/service-kit/events';
import type { ClientSession } from 'mongoose';
import type { Models } from '../../models/index.js';
import type { RequestOrigin } from '../account/account.js';
import type { Revocations } from '../revocation/revocations.js';

/**
 * Ends the living sessions of a user (or the one with this id) in the caller's transaction, each with SESSION_REVOKED,
 * and their access tokens with them. Call `deliverEvents` after the commit.
 * @returns how many were alive
 */
export type EndSessions = (
  transaction: ClientSession,
  which: { userId: string; _id?: string },
  origin: RequestOrigin,
) => Promise<number>;

/** What ending sessions needs. */
export interface EndSessionsDeps {
  models: Models;
  outbox: Outbox;
  revocations: Revocations;
  now: () => Date;
}

/** What makes a session one that can be used at this moment. */
export const alive = (at: Date) => ({ revokedAt: null, expiresAt: { $gt: at }, idleExpiresAt: { $gt: at } });

/** Ends sessions of one database. */
export function createEndSessions({ models, outbox, revocations, now }: EndSessionsDeps): EndSessions {
  const { sessions } = models;
  return async (transaction, which, origin) => {
    const found = await sessions.find({ ...which, ...alive(now()) }, { _id: 1 }, { session: transaction }).lean();
    const ids = found.map(({ _id }) => _id);
    await sessions.updateMany({ _id: { $in: ids } }, { $set: { revokedAt: now() } }, { session: transaction });
    await revocations.revokeSessions(transaction, ids);
    const { userId } = which;
    for (const sessionId of ids) {
      await outbox.append(transaction, 'SESSION_REVOKED', { userId, sessionId }, eventOrigin(origin));
    }
    return ids.length;
  };
}
