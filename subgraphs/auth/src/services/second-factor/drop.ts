import type { ClientSession } from 'mongoose';
import type { Models } from '../../models/index.js';
import type { RequestOrigin } from '../account/account.js';
import type { AuditLog } from '../audit/audit-log.js';

/**
 * For an account that its owner takes back through a mail: removes a second factor that cannot be theirs, in the
 * transaction of the caller, who raises the account's `authVersion`. It would keep them out of what is theirs again.
 * @param since only one that was enabled then or later
 */
export type DropSecondFactor = (
  transaction: ClientSession,
  which: { userId: string; since?: Date },
  origin: RequestOrigin,
) => Promise<void>;

/** Drops second factors of one database. */
export function createDropSecondFactor(deps: { models: Models; audit: AuditLog }): DropSecondFactor {
  const { models, audit } = deps;
  const { accounts, secondFactors } = models;
  return async (transaction, { userId, since = new Date(0) }, origin) => {
    const { matchedCount } = await accounts.updateOne(
      { _id: userId, secondFactorAt: { $gte: since } },
      { $set: { secondFactorAt: null } },
      { session: transaction },
    );
    if (matchedCount === 0) return;
    await secondFactors.deleteOne({ _id: userId }, { session: transaction });
    await audit.record(transaction, origin, { action: 'SECOND_FACTOR_RESET', actorId: userId, targetId: userId });
  };
}
