import { badUserInput } from '@doctorpy/service-kit/errors';
import { eventOrigin, type Outbox } from '@doctorpy/service-kit/events';
import { inTransaction } from '@doctorpy/service-kit/mongo';
import type { ClientSession, Connection, HydratedDocument } from 'mongoose';
import { z } from 'zod';
import { userNotFound } from '../../errors.js';
import type { AccountRecord } from '../../models/account.model.js';
import type { Models } from '../../models/index.js';
import { type Account, type RequestOrigin, toAccount } from '../account/account.js';
import type { AuditLog } from '../audit/audit-log.js';
import { type ProblemCode, problem, readFields } from '../field-problems.js';
import type { Revocations } from '../revocation/revocations.js';
import type { AdminGuard } from '../role/admin-guard.js';
import type { EndSessions } from '../session/end-sessions.js';

/** Whom to suspend, why, and until when; without an end it lasts until reinstatement. */
export interface SuspensionOrder {
  userId: string;
  /** For administrators; the owner of the account is never told. */
  reason: string;
  until?: Date | null;
}

/** Keeps accounts from signing in, and lets them again. Both make older access tokens stale (`authVersion`). */
export interface Suspensions {
  /**
   * Suspends an account and ends all of its sessions; a suspension it has is replaced.
   * @throws DomainError BAD_USER_INPUT (also for the caller's own account), NOT_FOUND, CONFLICT for the last ADMIN
   */
  suspend(order: SuspensionOrder, origin: RequestOrigin): Promise<Account>;
  /**
   * Ends a suspension; does nothing when there is none.
   * @throws DomainError BAD_USER_INPUT for the caller's own account, NOT_FOUND
   */
  reinstate(userId: string, origin: RequestOrigin): Promise<Account>;
}

/** What suspensions need. */
export interface SuspensionDeps {
  connection: Connection;
  models: Models;
  outbox: Outbox;
  audit: AuditLog;
  revocations: Revocations;
  endSessions: EndSessions;
  adminGuard: AdminGuard;
  deliverEvents: () => void;
  now: () => Date;
}

const REASON_LENGTH: ProblemCode = 'REASON_LENGTH';
const reasonSchema = z.string().trim().min(3, REASON_LENGTH).max(500, REASON_LENGTH);

/** The suspensions of one database. */
export function createSuspensions(deps: SuspensionDeps): Suspensions {
  const { connection, models, outbox, audit, revocations, endSessions, adminGuard, deliverEvents, now } = deps;

  async function change(
    userId: string,
    work: (account: HydratedDocument<AccountRecord>, transaction: ClientSession) => Promise<void>,
  ): Promise<Account> {
    const account = await inTransaction(connection, async (transaction) => {
      const record = await models.accounts.findById(userId, null, { session: transaction });
      if (!record) throw userNotFound();
      await work(record, transaction);
      return toAccount(record.toObject());
    });
    deliverEvents();
    return account;
  }

  return {
    async suspend(order, origin) {
      const { userId } = order;
      refuseOneself(['input', 'userId'], userId, origin);
      const untilSchema = z
        .date()
        .refine((until) => until > now(), 'UNTIL_PAST' satisfies ProblemCode)
        .nullish();
      const { reason, until = null } = readFields({ reason: reasonSchema, until: untilSchema }, { ...order });
      return change(userId, async (account, transaction) => {
        if (account.roles.includes('ADMIN')) await adminGuard.requireAnother(userId, transaction);
        const suspension = { reason, at: now(), byId: origin.caller.userId, until };
        account.set({ suspension, authVersion: account.authVersion + 1 });
        await account.save({ session: transaction });
        await revocations.outdateTokens(transaction, userId, account.authVersion);
        await endSessions(transaction, { userId }, origin);
        const payload = { userId, until: until?.toISOString() ?? null };
        await outbox.append(transaction, 'USER_SUSPENDED', payload, eventOrigin(origin));
        const details = { reason, ...(until && { until: until.toISOString() }) };
        await audit.record(transaction, origin, { action: 'USER_SUSPENDED', targetId: userId, details });
      });
    },

    async reinstate(userId, origin) {
      refuseOneself(['userId'], userId, origin);
      return change(userId, async (account, transaction) => {
        if (account.suspension === null) return;
        account.set({ suspension: null, authVersion: account.authVersion + 1 });
        await account.save({ session: transaction });
        await revocations.outdateTokens(transaction, userId, account.authVersion);
        await outbox.append(transaction, 'USER_UPDATED', { userId }, eventOrigin(origin));
        await outbox.append(transaction, 'USER_REINSTATED', { userId }, eventOrigin(origin));
        await audit.record(transaction, origin, { action: 'USER_REINSTATED', targetId: userId });
      });
    },
  };
}

/** Nobody locks themselves out by mistake, and a suspended administrator cannot use a last token to come back. */
function refuseOneself(path: readonly string[], userId: string, { caller }: RequestOrigin): void {
  if (caller.userId === userId) throw badUserInput([problem(path, 'OWN_ACCOUNT')]);
}
