import type { Role } from '@doctorpy/service-kit/caller';
import { badUserInput } from '@doctorpy/service-kit/errors';
import { eventOrigin, type Outbox } from '@doctorpy/service-kit/events';
import { inTransaction } from '@doctorpy/service-kit/mongo';
import type { ClientSession, Connection } from 'mongoose';
import { lastAdmin, userNotFound } from '../../errors.js';
import type { Models } from '../../models/index.js';
import { type Account, type RequestOrigin, toAccount } from '../account/account.js';
import { problem } from '../field-problems.js';
import type { Revocations } from '../revocation/revocations.js';

/** Gives and takes roles. A change makes older access tokens stale by raising the account's `authVersion`. */
export interface Roles {
  /** Does nothing when the account holds the role. @throws DomainError NOT_FOUND */
  grant(userId: string, role: Role, origin: RequestOrigin): Promise<Account>;
  /** Does nothing when the account lacks the role. @throws DomainError NOT_FOUND, CONFLICT for the last ADMIN */
  revoke(userId: string, role: Role, origin: RequestOrigin): Promise<Account>;
}

/** What roles need. */
export interface RoleDeps {
  connection: Connection;
  models: Models;
  outbox: Outbox;
  revocations: Revocations;
  deliverEvents: () => void;
}

/** The roles of one database. */
export function createRoles({ connection, models, outbox, revocations, deliverEvents }: RoleDeps): Roles {
  const { accounts, roleGuard } = models;

  async function change(
    userId: string,
    origin: RequestOrigin,
    next: (roles: Role[], transaction: ClientSession) => Promise<Role[]> | Role[],
  ): Promise<Account> {
    const account = await inTransaction(connection, async (transaction) => {
      const record = await accounts.findById(userId, null, { session: transaction });
      if (!record) throw userNotFound();
      const held = record.roles;
      const roles = await next([...held], transaction);
      if (roles.length !== held.length) {
        record.set({ roles, authVersion: record.authVersion + 1 });
        await record.save({ session: transaction });
        await revocations.outdateTokens(transaction, userId, record.authVersion);
        await outbox.append(transaction, 'ROLE_CHANGED', { userId, roles }, eventOrigin(origin));
      }
      return toAccount(record.toObject());
    });
    deliverEvents();
    return account;
  }

  async function refuseLastAdmin(userId: string, transaction: ClientSession): Promise<void> {
    // Two removals at once would each still see the other's ADMIN; touching one document makes the second start over.
    await roleGuard.updateOne({ _id: 'admins' }, { $inc: { changes: 1 } }, { session: transaction });
    const other = await accounts.exists({ roles: 'ADMIN', _id: { $ne: userId } }).session(transaction);
    if (!other) throw lastAdmin();
  }

  return {
    grant: (userId, role, origin) =>
      change(userId, origin, (roles) => (roles.includes(role) ? roles : [...roles, role])),
    async revoke(userId, role, origin) {
      if (role === 'LEARNER') throw badUserInput([problem(['role'], 'BASE_ROLE')]);
      return change(userId, origin, async (roles, transaction) => {
        if (!roles.includes(role)) return roles;
        if (role === 'ADMIN') await refuseLastAdmin(userId, transaction);
        return roles.filter((held) => held !== role);
      });
    },
  };
}
