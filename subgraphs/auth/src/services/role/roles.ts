import type { Role } from '@doctorpy/service-kit/caller';
import { badUserInput } from '@doctorpy/service-kit/errors';
import { eventOrigin, type Outbox } from '@doctorpy/service-kit/events';
import { inTransaction } from '@doctorpy/service-kit/mongo';
import type { ClientSession, Connection } from 'mongoose';
import { userNotFound } from '../../errors.js';
import type { Models } from '../../models/index.js';
import { type Account, type RequestOrigin, toAccount } from '../account/account.js';
import type { AuditLog } from '../audit/audit-log.js';
import { problem } from '../field-problems.js';
import type { Revocations } from '../revocation/revocations.js';
import type { AdminGuard } from './admin-guard.js';

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
  audit: AuditLog;
  adminGuard: AdminGuard;
  revocations: Revocations;
  deliverEvents: () => void;
}

/** The roles of one database. */
export function createRoles(deps: RoleDeps): Roles {
  const { connection, models, outbox, audit, adminGuard, revocations, deliverEvents } = deps;
  const { accounts } = models;

  async function change(
    userId: string,
    fact: { action: 'ROLE_GRANTED' | 'ROLE_REVOKED'; role: Role },
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
        const { action, role } = fact;
        await audit.record(transaction, origin, { action, targetId: userId, details: { role } });
      }
      return toAccount(record.toObject());
    });
    deliverEvents();
    return account;
  }

  return {
    grant: (userId, role, origin) =>
      change(userId, { action: 'ROLE_GRANTED', role }, origin, (roles) =>
        roles.includes(role) ? roles : [...roles, role],
      ),
    async revoke(userId, role, origin) {
      if (role === 'LEARNER') throw badUserInput([problem(['role'], 'BASE_ROLE')]);
      return change(userId, { action: 'ROLE_REVOKED', role }, origin, async (roles, transaction) => {
        if (!roles.includes(role)) return roles;
        if (role === 'ADMIN') await adminGuard.requireAnother(userId, transaction);
        return roles.filter((held) => held !== role);
      });
    },
  };
}
