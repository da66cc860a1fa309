import { badUserInput } from '@doctorpy/service-kit/errors';
import { eventOrigin, type Outbox } from '@doctorpy/service-kit/events';
import { inTransaction } from '@doctorpy/service-kit/mongo';
import type { ClientSession, Connection } from 'mongoose';
import { linkInvalid, wrongPassword } from '../../errors.js';
import type { Models } from '../../models/index.js';
import type { RequestOrigin } from '../account/account.js';
import { emailSchema } from '../account/email.js';
import type { PasswordRule } from '../account/password-rule.js';
import type { Passwords } from '../account/passwords.js';
import type { AuditLog } from '../audit/audit-log.js';
import { problem, readFieldsAsync } from '../field-problems.js';
import type { Mails } from '../mail/mails.js';
import type { KeepProvedIdentities } from '../openid/keep-proved.js';
import type { Revocations } from '../revocation/revocations.js';
import type { DropSecondFactor } from '../second-factor/drop.js';
import type { SecondFactors } from '../second-factor/second-factors.js';
import type { AttemptLimits } from '../session/attempt-limits.js';
import type { Sessions } from '../session/sessions.js';
import type { Grants } from './grants.js';
import type { PasswordProof } from './password-proof.js';
import type { RecoveryLimits } from './recovery-limits.js';

/** Gives accounts new passwords. */
export interface PasswordChanges {
  /**
   * Sends a link to the owner of an address, if it has one. Nobody is looked up before the answer: what it says, costs
   * and counts is the same for every address.
   * @throws DomainError BAD_USER_INPUT, RATE_LIMITED
   */
  requestReset(email: string, origin: RequestOrigin): Promise<void>;
  /**
   * Uses a link, and ends every session. An account that had never proved its address, and has no role that somebody
   * gave it, loses its second factor too: whoever registered it was perhaps not who owns the address.
   * @throws DomainError BAD_USER_INPUT, RATE_LIMITED
   */
  reset(input: { token: string; password: string }, origin: RequestOrigin): Promise<void>;
  /** Ends every session but the caller's. @throws DomainError BAD_USER_INPUT, RATE_LIMITED */
  change(userId: string, input: PasswordChange, origin: RequestOrigin): Promise<void>;
}

/** What somebody signed in gives to change their password. */
export interface PasswordChange {
  currentPassword: string;
  newPassword: string;
}

/** What changing passwords needs. */
export interface PasswordChangeDeps {
  connection: Connection;
  models: Models;
  outbox: Outbox;
  audit: AuditLog;
  revocations: Revocations;
  deliverEvents: () => void;
  sessions: Sessions;
  passwords: Passwords;
  passwordRule: PasswordRule;
  signInLimits: Pick<AttemptLimits, 'trust'>;
  provePassword: PasswordProof;
  mails: Mails;
  grants: Grants;
  limits: RecoveryLimits;
  keepProvedIdentities: KeepProvedIdentities;
  dropSecondFactor: DropSecondFactor;
  secondFactors: Pick<SecondFactors, 'forgetWrongCodes'>;
}

/** Password changes for the accounts of one database. */
export function createPasswordChanges(deps: PasswordChangeDeps): PasswordChanges {
  const {
    connection,
    models,
    outbox,
    audit,
    revocations,
    deliverEvents,
    sessions,
    passwords,
    passwordRule,
    signInLimits,
    provePassword,
    mails,
    grants,
    limits,
    keepProvedIdentities,
    dropSecondFactor,
    secondFactors,
  } = deps;
  const { accounts } = models;

  /** What every change of a password entails. */
  async function follow(
    transaction: ClientSession,
    change: { userId: string; email: string; action: 'PASSWORD_RESET' | 'PASSWORD_CHANGED' },
    origin: RequestOrigin,
  ) {
    const { userId, email, action } = change;
    // Whoever held the account before may have left links behind that lead elsewhere.
    await grants.withdraw(transaction, userId, ['RESET_PASSWORD', 'CONFIRM_EMAIL_CHANGE']);
    await mails.withdraw(transaction, { kind: 'reset-password', to: email });
    await mails.order(transaction, { kind: 'password-changed', to: email, userId });
    await outbox.append(transaction, 'USER_UPDATED', { userId }, eventOrigin(origin));
    await audit.record(transaction, origin, { action, actorId: userId, targetId: userId });
  }

  function deliver(): void {
    deliverEvents();
    mails.deliver();
  }

  return {
    async requestReset(given, { caller: { ip } }) {
      mails.required();
      const { success, data: email } = emailSchema.safeParse(given);
      if (!success) throw badUserInput([problem(['email'], 'INVALID_EMAIL')]);
      await limits.mail({ ip, email });
      await mails.order(null, { kind: 'reset-password', to: email, userId: null });
      mails.deliver();
    },

    async reset({ token, password }, origin) {
      const link = { token, path: ['input', 'token'] };
      await limits.link(origin.caller.ip);
      const grant = await grants.find('RESET_PASSWORD', link);
      const owner = await accounts.findById(grant.userId).lean();
      if (!owner) throw linkInvalid(link.path);
      // Before the link is used up: a password that is refused must not cost it.
      await readFieldsAsync({ password: passwordRule(owner) }, { password });
      const passwordHash = await passwords.hash(password);
      await inTransaction(connection, async (transaction) => {
        const { userId, email } = await grants.consume(transaction, 'RESET_PASSWORD', link);
        // Who read the mail owns the address, which the account must still have.
        const account = await accounts
          .findOneAndUpdate(
            { _id: userId, email },
            { $set: { passwordHash, emailVerified: true }, $inc: { authVersion: 1 } },
            { session: transaction },
          )
          .lean();
        if (!account) throw linkInvalid(link.path);
        await revocations.outdateTokens(transaction, userId, account.authVersion + 1);
        await sessions.endAllWithin(transaction, userId, origin);
        await keepProvedIdentities(transaction, { userId, email }, origin);
        const given = account.roles.some((role) => role !== 'LEARNER');
        if (!account.emailVerified && !given) await dropSecondFactor(transaction, { userId }, origin);
        await follow(transaction, { userId, email, action: 'PASSWORD_RESET' }, origin);
      });
      await limits.linkSucceeded(origin.caller.ip);
      // Neither strangers' guesses nor their own may keep out whoever has just read the mail.
      await signInLimits.trust({ userId: owner._id, email: owner.email, ip: origin.caller.ip });
      await secondFactors.forgetWrongCodes(owner._id);
      deliver();
    },

    async change(userId, { currentPassword, newPassword }, origin) {
      const path = ['input', 'currentPassword'];
      const proof = { userId, password: currentPassword, path };
      const owner = await provePassword(proof, origin);
      await readFieldsAsync({ newPassword: passwordRule(owner) }, { newPassword });
      const passwordHash = await passwords.hash(newPassword);
      await inTransaction(connection, async (transaction) => {
        const proved = { _id: userId, passwordHash: owner.passwordHash };
        const { matchedCount } = await accounts.updateOne(proved, { $set: { passwordHash } }, { session: transaction });
        if (matchedCount === 0) throw wrongPassword(path);
        await sessions.endAllWithin(transaction, userId, origin, origin.caller.sessionId);
        await follow(transaction, { userId, email: owner.email, action: 'PASSWORD_CHANGED' }, origin);
      });
      deliver();
    },
  };
}
