import { randomBytes } from 'node:crypto';
import { badUserInput } from '@doctorpy/service-kit/errors';
import { eventOrigin, type Outbox } from '@doctorpy/service-kit/events';
import { inTransaction, isDuplicateKey } from '@doctorpy/service-kit/mongo';
import type { ClientSession, Connection, UpdateQuery } from 'mongoose';
import { emailTaken, linkInvalid, wrongPassword } from '../../errors.js';
import type { AccountRecord } from '../../models/account.model.js';
import type { Models } from '../../models/index.js';
import type { RequestOrigin } from '../account/account.js';
import { emailSchema } from '../account/email.js';
import type { Passwords } from '../account/passwords.js';
import type { AuditLog } from '../audit/audit-log.js';
import { problem, readFields } from '../field-problems.js';
import type { Mails } from '../mail/mails.js';
import type { KeepProvedIdentities } from '../openid/keep-proved.js';
import type { Revocations } from '../revocation/revocations.js';
import type { DropSecondFactor } from '../second-factor/drop.js';
import type { Sessions } from '../session/sessions.js';
import type { Grants } from './grants.js';
import type { OwnerProof } from './owner-proof.js';
import type { RecoveryLimits } from './recovery-limits.js';
import type { AddressReserved } from './reserved-addresses.js';

/** Gives accounts new addresses, and the old ones back. */
export interface EmailChanges {
  /**
   * Sends a link to the new address. The answer is the same when that belongs to another account, whose owner is
   * told instead.
   * @throws DomainError BAD_USER_INPUT, RATE_LIMITED
   */
  request(userId: string, input: { newEmail: string; password?: string | null }, origin: RequestOrigin): Promise<void>;
  /** Uses the link at the new address; the old one receives another to undo it. @throws DomainError BAD_USER_INPUT, CONFLICT */
  confirm(token: string, origin: RequestOrigin): Promise<void>;
  /**
   * Uses the link at the old address. Somebody else knew the password, so it ends with all sessions, and the old
   * address receives a link to choose a new one. What would keep the owner out, or delete the account, and came after
   * the change, is undone with it: a second factor, a wish to be deleted.
   * @throws DomainError BAD_USER_INPUT
   */
  undo(token: string, origin: RequestOrigin): Promise<void>;
}

/** What changing addresses needs. */
export interface EmailChangeDeps {
  connection: Connection;
  models: Models;
  outbox: Outbox;
  audit: AuditLog;
  revocations: Revocations;
  deliverEvents: () => void;
  sessions: Sessions;
  passwords: Passwords;
  proveOwner: OwnerProof;
  mails: Mails;
  grants: Grants;
  limits: RecoveryLimits;
  addressReserved: AddressReserved;
  keepProvedIdentities: KeepProvedIdentities;
  dropSecondFactor: DropSecondFactor;
}

/** Address changes for the accounts of one database. */
export function createEmailChanges(deps: EmailChangeDeps): EmailChanges {
  const {
    connection,
    models,
    outbox,
    audit,
    revocations,
    deliverEvents,
    sessions,
    passwords,
    proveOwner,
    mails,
    grants,
    limits,
    addressReserved,
    keepProvedIdentities,
    dropSecondFactor,
  } = deps;
  const { accounts, recoveryGrants } = models;

  /** Moves an account to an address; gives what it was before. @throws DomainError CONFLICT, and BAD_USER_INPUT when there is no account */
  async function move(
    transaction: ClientSession,
    { userId, path }: { userId: string; path: readonly string[] },
    change: UpdateQuery<AccountRecord>,
  ): Promise<AccountRecord> {
    const before = await accounts
      .findOneAndUpdate({ _id: userId }, change, { session: transaction })
      .lean()
      .catch((error: unknown) => {
        throw isDuplicateKey(error) ? emailTaken() : error;
      });
    if (!before) throw linkInvalid(path);
    return before;
  }

  /** Withdraws a wish to be deleted, of which only the address that is left now was told. */
  async function keepAccount(transaction: ClientSession, userId: string, origin: RequestOrigin): Promise<void> {
    await accounts.updateOne({ _id: userId }, { $set: { deletion: null } }, { session: transaction });
    await mails.withdraw(transaction, { kind: 'deletion-requested', userId });
    await outbox.append(transaction, 'USER_DELETION_CANCELLED', { userId }, eventOrigin(origin));
    await audit.record(transaction, origin, { action: 'DELETION_CANCELLED', actorId: userId, targetId: userId });
  }

  async function use(origin: RequestOrigin, work: (transaction: ClientSession) => Promise<void>): Promise<void> {
    await limits.link(origin.caller.ip);
    await inTransaction(connection, work);
    await limits.linkSucceeded(origin.caller.ip);
    deliverEvents();
    mails.deliver();
  }

  return {
    async request(userId, input, origin) {
      mails.required();
      const { newEmail } = readFields({ newEmail: emailSchema }, input);
      const path = ['input', 'password'];
      const owner = await proveOwner({ userId, password: input.password, path }, origin);
      if (newEmail === owner.email) throw badUserInput([problem(['input', 'newEmail'], 'SAME_EMAIL')]);
      await limits.mail({ ip: origin.caller.ip, email: newEmail });
      await inTransaction(connection, async (transaction) => {
        // A write, so that a change of password at the same moment does not miss what follows.
        const proved = { _id: userId, passwordHash: owner.passwordHash };
        const touch = { $set: { updatedAt: new Date() } };
        const { matchedCount } = await accounts.updateOne(proved, touch, { session: transaction });
        if (matchedCount === 0) throw wrongPassword(path);
        // The last wish counts: an address with a typing error belongs to somebody.
        await grants.withdraw(transaction, userId, ['CONFIRM_EMAIL_CHANGE']);
        await mails.withdraw(transaction, { kind: 'confirm-email-change', userId });
        const other = await accounts.findOne({ email: newEmail }, { _id: 1 }, { session: transaction }).lean();
        if (other) {
          await mails.order(transaction, { kind: 'email-in-use', to: newEmail, userId: other._id });
        } else {
          const grantId = await grants.issue(transaction, { purpose: 'CONFIRM_EMAIL_CHANGE', userId, email: newEmail });
          await mails.order(transaction, { kind: 'confirm-email-change', to: newEmail, userId, grantId });
        }
      });
      mails.deliver();
    },

    confirm: (token, origin) =>
      use(origin, async (transaction) => {
        const path = ['token'];
        const { userId, email } = await grants.consume(transaction, 'CONFIRM_EMAIL_CHANGE', { token, path });
        if (await addressReserved(transaction, email, { except: userId })) throw emailTaken();
        const before = await move(transaction, { userId, path }, { $set: { email, emailVerified: true } });
        await grants.withdraw(transaction, userId, ['CONFIRM_EMAIL_CHANGE', 'VERIFY_EMAIL', 'RESET_PASSWORD']);
        const left = { userId, email: before.email, emailVerified: before.emailVerified };
        const grantId = await grants.issue(transaction, { purpose: 'UNDO_EMAIL_CHANGE', ...left });
        await mails.order(transaction, { kind: 'email-changed', to: before.email, userId, grantId });
        await outbox.append(transaction, 'USER_UPDATED', { userId }, eventOrigin(origin));
        await audit.record(transaction, origin, { action: 'EMAIL_CHANGED', actorId: userId, targetId: userId });
      }),

    async undo(token, origin) {
      const path = ['token'];
      const passwordHash = await passwords.hash(randomBytes(32).toString('base64url'));
      await use(origin, async (transaction) => {
        const grant = await grants.consume(transaction, 'UNDO_EMAIL_CHANGE', { token, path });
        const { userId, email, emailVerified, createdAt } = grant;
        const change = { $set: { email, emailVerified, passwordHash }, $inc: { authVersion: 1 } };
        const before = await move(transaction, { userId, path }, change);
        await revocations.outdateTokens(transaction, userId, before.authVersion + 1);
        await grants.withdraw(transaction, userId, ['CONFIRM_EMAIL_CHANGE', 'VERIFY_EMAIL', 'RESET_PASSWORD']);
        // Changes made after this one are undone with it; a way back to an earlier address stays.
        const since = { userId, purpose: 'UNDO_EMAIL_CHANGE' as const, createdAt: { $gte: createdAt } };
        await recoveryGrants.deleteMany(since, { session: transaction });
        await sessions.endAllWithin(transaction, userId, origin);
        await keepProvedIdentities(transaction, { userId, email }, origin);
        await dropSecondFactor(transaction, { userId, since: createdAt }, origin);
        if (before.deletion && before.deletion.requestedAt >= createdAt) await keepAccount(transaction, userId, origin);
        await mails.order(transaction, { kind: 'reset-password', to: email, userId: null });
        await outbox.append(transaction, 'USER_UPDATED', { userId }, eventOrigin(origin));
        await audit.record(transaction, origin, { action: 'EMAIL_CHANGE_UNDONE', actorId: userId, targetId: userId });
      });
    },
  };
}
