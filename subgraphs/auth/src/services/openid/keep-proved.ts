import type { ClientSession } from 'mongoose';
import type { Models } from '../../models/index.js';
import type { RequestOrigin } from '../account/account.js';
import type { AuditLog } from '../audit/audit-log.js';

/**
 * For an account that its owner takes back through a mail to `email`: unlinks every identity whose provider does not
 * vouch for that address, in the caller's transaction. Whoever held the account before may have linked their own.
 */
export type KeepProvedIdentities = (
  transaction: ClientSession,
  owner: { userId: string; email: string },
  origin: RequestOrigin,
) => Promise<void>;

/** The rule for the identities of one database. */
export function createKeepProvedIdentities(deps: { models: Models; audit: AuditLog }): KeepProvedIdentities {
  const { models, audit } = deps;
  const { identities } = models;
  return async (transaction, { userId, email }, origin) => {
    const others = { userId, $nor: [{ email, emailVerified: true }] };
    const found = await identities.find(others, null, { session: transaction }).lean();
    if (found.length === 0) return;
    await identities.deleteMany({ _id: { $in: found.map(({ _id }) => _id) } }, { session: transaction });
    const facts = found.map(({ provider }) => ({
      action: 'IDENTITY_UNLINKED' as const,
      actorId: userId,
      targetId: userId,
      details: { provider },
    }));
    await audit.record(transaction, origin, ...facts);
  };
}
