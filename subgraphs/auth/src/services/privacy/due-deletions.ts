import { anonymous } from '@doctorpy/service-kit/caller';
import type { Outbox } from '@doctorpy/service-kit/events';
import type { Logger } from '@doctorpy/service-kit/logging';
import { inTransaction } from '@doctorpy/service-kit/mongo';
import { createRounds } from '@doctorpy/service-kit/rounds';
import type { ClientSession, Connection } from 'mongoose';
import { v7 as uuid } from 'uuid';
import type { Models } from '../../models/index.js';
import type { RequestOrigin } from '../account/account.js';
import type { AuditLog } from '../audit/audit-log.js';
import type { Mails } from '../mail/mails.js';
import { isAddressOfClosed } from '../openid/reclaim-address.js';
import type { Revocations } from '../revocation/revocations.js';

/** Deletes accounts whose time has come. */
export interface DueDeletions {
  /** Goes on until `stop`. */
  start(): void;
  /** Finishes the account in hand and stops. */
  stop(): Promise<void>;
  /** Deletes what is due now. Never rejects. */
  flush(): Promise<void>;
}

/** What deleting needs. */
export interface DueDeletionDeps {
  connection: Connection;
  models: Models;
  outbox: Outbox;
  audit: AuditLog;
  revocations: Revocations;
  mails: Mails;
  deliverEvents: () => void;
  now: () => Date;
  log: Logger;
  /** How long a due account waits at most. @default 1000 */
  pollMs?: number;
}

/** Accounts looked at in one round; the next round goes on. */
const AT_ONCE = 100;

/**
 * Every replica runs these rounds. An account is deleted in one transaction with its event, which begins by taking the
 * account's record: a second replica, a cancellation or a sign-in at the same instant collides with it, and one of them
 * starts over.
 */
export function createDueDeletions(deps: DueDeletionDeps): DueDeletions {
  const { connection, models, outbox, audit, revocations, mails, deliverEvents, now, log, pollMs = 1_000 } = deps;
  const rounds = createRounds({
    round,
    pollMs,
    onFailure: (err) => log.warn({ err }, 'deletions.failed'),
    onRecovery: () => log.info({}, 'deletions.recovered'),
  });

  async function round(): Promise<void> {
    const due = await models.accounts.find(dueBy(now()), { _id: 1 }).limit(AT_ONCE).lean();
    for (const { _id } of due) {
      if (rounds.stopping.aborted) return;
      // One account that cannot be deleted must not keep the others.
      await carryOut(_id).catch((err: unknown) => log.error({ err, userId: _id }, 'account.deletion_failed'));
    }
  }

  async function carryOut(userId: string): Promise<void> {
    const deleted = await inTransaction(connection, async (transaction) => {
      const taken = { _id: userId, ...dueBy(now()) };
      const account = await models.accounts.findOneAndDelete(taken, { session: transaction }).lean();
      if (!account) return false;
      // Whoever signed in during the grace period holds access tokens, and maybe open sockets.
      await revocations.outdateTokens(transaction, userId, account.authVersion + 1);
      const { email, language } = account;
      await eraseTraces(models, transaction, { userId, email });
      // After that: it is the one trace that stays, until it is sent.
      if (!isAddressOfClosed(email)) {
        await mails.order(transaction, { kind: 'account-deleted', to: email, userId: null, language });
      }
      const origin: RequestOrigin = {
        caller: anonymous,
        requestId: `deletion-${uuid()}`,
        traceparent: null,
        source: 'SCHEDULE',
      };
      const cause = { actorId: null, requestId: origin.requestId, traceparent: null };
      await outbox.append(transaction, 'USER_DELETED', { userId }, cause);
      await audit.record(transaction, origin, { action: 'ACCOUNT_DELETED', targetId: userId });
      return true;
    });
    if (!deleted) return;
    log.info({ userId }, 'account.deleted');
    deliverEvents();
    mails.deliver();
  }

  return { start: rounds.start, stop: rounds.stop, flush: rounds.flush };
}

const dueBy = (at: Date) => ({ 'deletion.dueAt': { $lte: at } });

/** What auth itself keeps beside the account. The audit log stays: docs/reference/privacy.md says why and how long. */
async function eraseTraces(
  { identities, mails, recoveryGrants, refreshTokens, secondFactors, sessions }: Models,
  transaction: ClientSession,
  { userId, email }: { userId: string; email: string },
): Promise<void> {
  const options = { session: transaction };
  const theirs = await sessions.find({ userId }, { _id: 1 }, options).lean();
  await refreshTokens.deleteMany({ sessionId: { $in: theirs.map(({ _id }) => _id) } }, options);
  await sessions.deleteMany({ userId }, options);
  await recoveryGrants.deleteMany({ userId }, options);
  await identities.deleteMany({ userId }, options);
  await secondFactors.deleteOne({ _id: userId }, options);
  // A request to reset the password names nobody but the address.
  await mails.deleteMany({ $or: [{ userId }, { to: email, userId: null }] }, options);
}
