import { DomainError } from '@doctorpy/service-kit/errors';
import { eventOrigin, type Outbox } from '@doctorpy/service-kit/events';
import { inTransaction } from '@doctorpy/service-kit/mongo';
import type { ClientSession, Connection } from 'mongoose';
import { linkInvalid, userNotFound } from '../../errors.js';
import type { Models } from '../../models/index.js';
import { type Account, type RequestOrigin, toAccount } from '../account/account.js';
import type { AuditLog } from '../audit/audit-log.js';
import type { Mails } from '../mail/mails.js';
import type { Grants } from './grants.js';
import type { RecoveryLimits } from './recovery-limits.js';

/** Proves that accounts' addresses are their owners'. */
export interface EmailVerifications {
  /** Orders the mail with the link in the caller's transaction, who calls `deliver` after its commit. */
  order(transaction: ClientSession, account: Account): Promise<void>;
  deliver(): void;
  /** The same at the account's own wish; nothing when the address is verified. @throws DomainError RATE_LIMITED */
  request(userId: string, origin: RequestOrigin): Promise<void>;
  /** The same for somebody who was refused for it; silently not, when they were sent enough of them. */
  remind(account: Account): Promise<void>;
  /** Uses a link. @throws DomainError BAD_USER_INPUT, RATE_LIMITED */
  verify(token: string, origin: RequestOrigin): Promise<void>;
}

/** What verification needs. */
export interface EmailVerificationDeps {
  connection: Connection;
  models: Models;
  outbox: Outbox;
  audit: AuditLog;
  deliverEvents: () => void;
  mails: Mails;
  grants: Grants;
  limits: RecoveryLimits;
}

/** Verifications for the accounts of one database. */
export function createEmailVerifications(deps: EmailVerificationDeps): EmailVerifications {
  const { connection, models, outbox, audit, deliverEvents, mails, grants, limits } = deps;
  const { accounts } = models;

  async function order(transaction: ClientSession, { id: userId, email }: Account): Promise<void> {
    const grantId = await grants.issue(transaction, { purpose: 'VERIFY_EMAIL', userId, email });
    await mails.order(transaction, { kind: 'verify-email', to: email, userId, grantId });
  }

  async function orderAlone(account: Account): Promise<void> {
    await inTransaction(connection, (transaction) => order(transaction, account));
    mails.deliver();
  }

  return {
    order,
    deliver: () => mails.deliver(),

    async request(userId, { caller: { ip } }) {
      const record = await accounts.findById(userId).lean();
      if (!record) throw userNotFound();
      if (record.emailVerified) return;
      mails.required();
      await limits.mail({ ip, email: record.email });
      await orderAlone(toAccount(record));
    },

    async remind(account) {
      try {
        await limits.mail({ ip: null, email: account.email });
      } catch (error) {
        if (error instanceof DomainError && error.code === 'RATE_LIMITED') return;
        throw error;
      }
      await orderAlone(account);
    },

    async verify(token, origin) {
      const link = { token, path: ['token'] };
      await limits.link(origin.caller.ip);
      await inTransaction(connection, async (transaction) => {
        const { userId, email } = await grants.consume(transaction, 'VERIFY_EMAIL', link);
        // Only the address that the mail went to is proved.
        const change = { $set: { emailVerified: true } };
        const { matchedCount } = await accounts.updateOne({ _id: userId, email }, change, { session: transaction });
        if (matchedCount === 0) throw linkInvalid(link.path);
        await grants.withdraw(transaction, userId, ['VERIFY_EMAIL']);
        await outbox.append(transaction, 'USER_UPDATED', { userId }, eventOrigin(origin));
        await audit.record(transaction, origin, { action: 'EMAIL_VERIFIED', actorId: userId, targetId: userId });
      });
      await limits.linkSucceeded(origin.caller.ip);
      deliverEvents();
    },
  };
}
