import { eventOrigin, type Outbox } from '@doctorpy/service-kit/events';
import type { ClientSession } from 'mongoose';
import { accountSuspended, addressHasAccount, addressUnproved } from '../../errors.js';
import type { AccountRecord } from '../../models/account.model.js';
import type { Models } from '../../models/index.js';
import type { RequestOrigin } from '../account/account.js';
import type { AuditLog } from '../audit/audit-log.js';
import type { Grants } from '../recovery/grants.js';
import type { Revocations } from '../revocation/revocations.js';
import type { Sessions } from '../session/sessions.js';
import { suspensionAt } from '../suspension/in-force.js';

/**
 * Frees an address for somebody whose provider vouches for it from an account that never proved it: that account
 * loses address, password, second factor, identities, sessions and every link on its way, in the caller's transaction,
 * and is deleted after the time that an owner would have had to change their mind.
 * @throws DomainError CONFLICT when the account proved the address, has a role that somebody gave it, or `agreed` is
 * not true; ACCOUNT_SUSPENDED
 */
export type ReclaimAddress = (transaction: ClientSession, claim: AddressClaim, origin: RequestOrigin) => Promise<void>;

/** Who wants the address of whom. */
export interface AddressClaim {
  holder: AccountRecord;
  claimantId: string;
  /** Does the provider vouch for the address? */
  proved: boolean;
  /** Does the claimant know that the account will be closed? */
  agreed: boolean;
}

/** What reclaiming needs. */
export interface ReclaimAddressDeps {
  models: Models;
  outbox: Outbox;
  audit: AuditLog;
  revocations: Revocations;
  sessions: Sessions;
  grants: Grants;
  /** How long data stays that nobody can ask for any more. */
  graceSeconds: number;
  now: () => Date;
}

/** The rule for the accounts of one database. */
export function createReclaimAddress(deps: ReclaimAddressDeps): ReclaimAddress {
  const { models, outbox, audit, revocations, sessions, grants, graceSeconds, now } = deps;
  const { accounts, identities, secondFactors } = models;
  return async (transaction, { holder, claimantId, proved, agreed }, origin) => {
    const { _id: userId, email } = holder;
    const at = now();
    const suspension = suspensionAt(holder, at);
    const trusted = holder.roles.some((role) => role !== 'LEARNER');
    if (!proved || holder.emailVerified || trusted) throw addressHasAccount();
    if (suspension) throw accountSuspended(holder, suspension, at);
    if (!agreed) throw addressUnproved();
    const due = { requestedAt: at, dueAt: new Date(at.getTime() + graceSeconds * 1000) };
    const deletion = holder.deletion ?? due;
    const closed = await accounts
      .findOneAndUpdate(
        { _id: userId, email, emailVerified: false },
        {
          $set: { email: addressOfClosed(userId), passwordHash: null, secondFactorAt: null, deletion },
          $inc: { authVersion: 1 },
        },
        { session: transaction, returnDocument: 'after' },
      )
      .lean();
    if (!closed) throw addressHasAccount();
    await revocations.outdateTokens(transaction, userId, closed.authVersion);
    await sessions.endAllWithin(transaction, userId, origin);
    await identities.deleteMany({ userId }, { session: transaction });
    await secondFactors.deleteOne({ _id: userId }, { session: transaction });
    const everyLink = ['VERIFY_EMAIL', 'RESET_PASSWORD', 'CONFIRM_EMAIL_CHANGE', 'UNDO_EMAIL_CHANGE'] as const;
    await grants.withdraw(transaction, userId, everyLink);
    await outbox.append(transaction, 'USER_UPDATED', { userId }, eventOrigin(origin));
    if (!holder.deletion) {
      await outbox.append(transaction, 'USER_DELETION_REQUESTED', { userId }, eventOrigin(origin));
    }
    await audit.record(transaction, origin, { action: 'ADDRESS_RECLAIMED', actorId: claimantId, targetId: userId });
  };
}

const CLOSED_DOMAIN = '@reclaimed.invalid';

/** RFC 2606 §2: `.invalid` belongs to nobody, so no mail reaches anyone. */
function addressOfClosed(userId: string): string {
  return `${userId}${CLOSED_DOMAIN}`;
}

/** Is it the address of an account that was closed, and so nobody's? */
export function isAddressOfClosed(email: string): boolean {
  return email.endsWith(CLOSED_DOMAIN);
}
