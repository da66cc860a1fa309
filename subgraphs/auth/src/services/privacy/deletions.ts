import { eventOrigin, type Outbox } from '@doctorpy/service-kit/events';
import { inTransaction } from '@doctorpy/service-kit/mongo';
import type { Connection } from 'mongoose';
import { userNotFound, wrongPassword } from '../../errors.js';
import type { DeletionRecord } from '../../models/account.model.js';
import type { Models } from '../../models/index.js';
import type { RequestOrigin } from '../account/account.js';
import type { AuditLog } from '../audit/audit-log.js';
import type { Mails } from '../mail/mails.js';
import { isAddressOfClosed } from '../openid/reclaim-address.js';
import type { OwnerProof } from '../recovery/owner-proof.js';
import type { AdminGuard } from '../role/admin-guard.js';
import type { AskedForSecondFactor } from '../second-factor/demand.js';
import type { SecondFactorProof } from '../second-factor/second-factors.js';
import type { EndSessions } from '../session/end-sessions.js';

/** Takes and withdraws wishes to be deleted; `createDueDeletions` carries them out. */
export interface Deletions {
  /**
   * Ends all sessions, tells the owner by mail until when they may change their mind, and the other services at once.
   * Asking again ends all sessions again and keeps the first date.
   * @throws DomainError BAD_USER_INPUT (the password), RATE_LIMITED, CONFLICT for the last ADMIN, and what
   * `askedForSecondFactor` throws
   */
  request(userId: string, proof: DeletionProof, origin: RequestOrigin): Promise<DeletionRecord>;
  /** Keeps the account; does nothing when its deletion was not asked for. @throws DomainError NOT_FOUND when it is too late */
  cancel(userId: string, origin: RequestOrigin): Promise<void>;
}

/** What shows that the owner of the account asks. */
export interface DeletionProof extends SecondFactorProof {
  /** Where the account has one. */
  password?: string | null;
}

/** What deletions need; `graceSeconds` is the time to change one's mind. */
export interface DeletionDeps {
  connection: Connection;
  models: Models;
  outbox: Outbox;
  audit: AuditLog;
  endSessions: EndSessions;
  adminGuard: AdminGuard;
  proveOwner: OwnerProof;
  askedForSecondFactor: AskedForSecondFactor;
  mails: Mails;
  deliverEvents: () => void;
  graceSeconds: number;
  now: () => Date;
}

/** The deletions of one database. */
export function createDeletions(deps: DeletionDeps): Deletions {
  const { connection, models, outbox, audit, endSessions, adminGuard, proveOwner, askedForSecondFactor, mails } = deps;
  const { accounts } = models;

  return {
    async request(userId, { password, ...secondFactor }, origin) {
      const path = ['input', 'password'];
      const proved = await proveOwner({ userId, password, path }, origin);
      const deletion = await askedForSecondFactor(proved, secondFactor, origin, (demand) =>
        inTransaction(connection, async (transaction) => {
          const requestedAt = deps.now();
          const dueAt = new Date(requestedAt.getTime() + deps.graceSeconds * 1000);
          const fresh = { requestedAt, dueAt };
          // A write also when it was asked for before: a sign-in at the same instant must not outlive what follows.
          const before = await accounts
            .findOneAndUpdate(
              { _id: userId, passwordHash: proved.passwordHash },
              [{ $set: { deletion: { $ifNull: ['$deletion', fresh] }, updatedAt: requestedAt } }],
              { session: transaction, updatePipeline: true },
            )
            .lean();
          if (!before) throw wrongPassword(path);
          await demand(transaction, before);
          if (before.roles.includes('ADMIN')) await adminGuard.requireAnother(userId, transaction);
          await endSessions(transaction, { userId }, origin);
          if (before.deletion) return before.deletion;
          await mails.order(transaction, { kind: 'deletion-requested', to: before.email, userId });
          await outbox.append(transaction, 'USER_DELETION_REQUESTED', { userId }, eventOrigin(origin));
          const details = { due: dueAt.toISOString() };
          await audit.record(transaction, origin, { action: 'DELETION_REQUESTED', targetId: userId, details });
          return fresh;
        }),
      );
      deps.deliverEvents();
      mails.deliver();
      return deletion;
    },

    async cancel(userId, origin) {
      const kept = await inTransaction(connection, async (transaction) => {
        const before = await accounts
          .findOneAndUpdate({ _id: userId }, { $set: { deletion: null } }, { session: transaction })
          .lean();
        // An access token may be believed for some seconds after somebody else has taken the address back.
        if (!before || isAddressOfClosed(before.email)) throw userNotFound();
        if (!before.deletion) return false;
        await mails.withdraw(transaction, { kind: 'deletion-requested', userId });
        await outbox.append(transaction, 'USER_DELETION_CANCELLED', { userId }, eventOrigin(origin));
        await audit.record(transaction, origin, { action: 'DELETION_CANCELLED', targetId: userId });
        return true;
      });
      if (kept) deps.deliverEvents();
    },
  };
}
