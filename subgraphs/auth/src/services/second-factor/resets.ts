import { badUserInput } from '@doctorpy/service-kit/errors';
import { eventOrigin, type Outbox } from '@doctorpy/service-kit/events';
import { inTransaction } from '@doctorpy/service-kit/mongo';
import type { Connection } from 'mongoose';
import { userNotFound } from '../../errors.js';
import type { Models } from '../../models/index.js';
import { type Account, type RequestOrigin, toAccount } from '../account/account.js';
import type { AuditLog } from '../audit/audit-log.js';
import { problem } from '../field-problems.js';
import type { Mails } from '../mail/mails.js';
import type { Revocations } from '../revocation/revocations.js';
import type { EndSessions } from '../session/end-sessions.js';

/** Removes the second factor of somebody who has lost it, and their recovery codes with it. */
export interface SecondFactorResets {
  /**
   * Ends all sessions of the account, and tells its owner by mail; does nothing when it has no second factor.
   * @throws DomainError NOT_FOUND, BAD_USER_INPUT for the caller's own account, which `disable` is for
   */
  reset(userId: string, origin: RequestOrigin): Promise<Account>;
}

/** What resets need. */
export interface SecondFactorResetDeps {
  connection: Connection;
  models: Models;
  outbox: Outbox;
  audit: AuditLog;
  revocations: Revocations;
  endSessions: EndSessions;
  mails: Pick<Mails, 'order' | 'deliver'>;
  deliverEvents: () => void;
}

/** The resets of one database. */
export function createSecondFactorResets(deps: SecondFactorResetDeps): SecondFactorResets {
  const { connection, models, outbox, audit, revocations, endSessions, mails, deliverEvents } = deps;
  return {
    async reset(userId, origin) {
      if (origin.caller.userId === userId) throw badUserInput([problem(['userId'], 'OWN_SECOND_FACTOR')]);
      const account = await inTransaction(connection, async (transaction) => {
        const record = await models.accounts.findById(userId, null, { session: transaction });
        if (!record) throw userNotFound();
        await models.secondFactors.deleteOne({ _id: userId }, { session: transaction });
        if (record.secondFactorAt) {
          record.set({ secondFactorAt: null, authVersion: record.authVersion + 1 });
          await record.save({ session: transaction });
          await revocations.outdateTokens(transaction, userId, record.authVersion);
          await endSessions(transaction, { userId }, origin);
          await outbox.append(transaction, 'USER_UPDATED', { userId }, eventOrigin(origin));
          await audit.record(transaction, origin, { action: 'SECOND_FACTOR_RESET', targetId: userId });
          await mails.order(transaction, { kind: 'second-factor-reset', to: record.email, userId });
        }
        return toAccount(record.toObject());
      });
      deliverEvents();
      mails.deliver();
      return account;
    },
  };
}
