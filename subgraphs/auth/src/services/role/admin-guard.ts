import type { ClientSession } from 'mongoose';
import { lastAdmin } from '../../errors.js';
import type { Models } from '../../models/index.js';
import { notSuspended } from '../suspension/in-force.js';

/** Keeps the platform from losing its last administrator. */
export interface AdminGuard {
  /**
   * To be called in the transaction that takes the role ADMIN, or the use of it, from this account.
   * @throws DomainError CONFLICT when nobody else could act as ADMIN then; who asked for their own deletion does not count
   */
  requireAnother(userId: string, transaction: ClientSession): Promise<void>;
}

/** The guard of one database. */
export function createAdminGuard({ models, now }: { models: Models; now: () => Date }): AdminGuard {
  const { accounts, roleGuard } = models;
  return {
    async requireAnother(userId, transaction) {
      // Two removals at once would each still see the other's ADMIN; touching one document makes the second start over.
      await roleGuard.updateOne({ _id: 'admins' }, { $inc: { changes: 1 } }, { session: transaction });
      const another = { roles: 'ADMIN' as const, _id: { $ne: userId }, deletion: null, ...notSuspended(now()) };
      if (!(await accounts.exists(another).session(transaction))) throw lastAdmin();
    },
  };
}
