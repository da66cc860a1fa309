import { badUserInput } from '@doctorpy/service-kit/errors';
import { eventOrigin, type Outbox } from '@doctorpy/service-kit/events';
import { inTransaction, isDuplicateKey } from '@doctorpy/service-kit/mongo';
import type { ClientSession, Connection } from 'mongoose';
import { noEnrolment, secondFactorEnabled, secondFactorOff, userNotFound, wrongPassword } from '../../errors.js';
import type { Models } from '../../models/index.js';
import { type Account, type RequestOrigin, toAccount } from '../account/account.js';
import type { AuditLog } from '../audit/audit-log.js';
import { problem } from '../field-problems.js';
import type { Mails } from '../mail/mails.js';
import type { OwnerProof } from '../recovery/owner-proof.js';
import type { Revocations } from '../revocation/revocations.js';
import type { KeyRing } from '../secrets/key-ring.js';
import type { Sessions } from '../session/sessions.js';
import type { AskedForSecondFactor } from './demand.js';
import { qrCodeDataUrl } from './qr-code.js';
import { hashRecoveryCode, newRecoveryCodes } from './recovery-codes.js';
import type { SecondFactorProof, SecondFactors } from './second-factors.js';
import { newTotpSecret, otpauthUrl, totpStep } from './totp.js';

/** What an authenticator app needs to know; given once. */
export interface TotpEnrolment {
  /** Base32. */
  secret: string;
  otpauthUrl: string;
  qrCodeDataUrl: string;
  /** Until when it can be confirmed. */
  expiresAt: Date;
}

/** Recovery codes, given once, and the account they open. */
export interface RecoveryCodes {
  codes: string[];
  user: Account;
}

/** The password again where there is one, and with it a code. */
export type PasswordAndCode = SecondFactorProof & { password?: string | null };

/** Lets people have a second factor, and do without it again. */
export interface Enrolments {
  /**
   * Draws a secret; nothing is asked for at sign-in before it is confirmed. A former one that was not confirmed is void.
   * @throws DomainError BAD_USER_INPUT (wrong password), CONFLICT (there is a second factor), RATE_LIMITED
   */
  start(userId: string, input: { password?: string | null }, origin: RequestOrigin): Promise<TotpEnrolment>;
  /**
   * Enables the second factor with a first code, and ends the owner's other sessions: they were opened without it.
   * @throws DomainError BAD_USER_INPUT (wrong code), CONFLICT (nothing to confirm), RATE_LIMITED
   */
  confirm(userId: string, input: { totpCode: string }, origin: RequestOrigin): Promise<RecoveryCodes>;
  /**
   * Removes the second factor; does nothing when there is none. Access tokens are stale then.
   * @throws DomainError BAD_USER_INPUT (wrong password), MFA_REQUIRED, INVALID_CREDENTIALS (wrong code), RATE_LIMITED
   */
  disable(userId: string, input: PasswordAndCode, origin: RequestOrigin): Promise<Account>;
  /**
   * Gives new recovery codes; the former ones are void.
   * @throws DomainError as {@link disable}, and CONFLICT when there is no second factor
   */
  replaceRecoveryCodes(userId: string, input: PasswordAndCode, origin: RequestOrigin): Promise<RecoveryCodes>;
}

/** What enrolments need. */
export interface EnrolmentDeps {
  connection: Connection;
  models: Models;
  outbox: Outbox;
  audit: AuditLog;
  revocations: Revocations;
  sessions: Sessions;
  secondFactors: SecondFactors;
  askedForSecondFactor: AskedForSecondFactor;
  keyRing: KeyRing;
  proveOwner: OwnerProof;
  mails: Mails;
  deliverEvents: () => void;
  now: () => Date;
}

/** Long enough to install an app first. */
const ENROLMENT_MS = 15 * 60_000;
const PASSWORD_PATH = ['input', 'password'];

/** The enrolments of one database. */
export function createEnrolments(deps: EnrolmentDeps): Enrolments {
  const { connection, models, outbox, audit, revocations, sessions, secondFactors, keyRing, mails, now } = deps;
  const { accounts, secondFactors: factors } = models;

  async function committed<T>(work: (transaction: ClientSession) => Promise<T>): Promise<T> {
    const result = await inTransaction(connection, work);
    deps.deliverEvents();
    mails.deliver();
    return result;
  }

  /** Does `work` for somebody who has shown password and code. */
  async function proved<T>(
    userId: string,
    { password, ...proof }: PasswordAndCode,
    origin: RequestOrigin,
    work: (transaction: ClientSession, passwordHash: string | null) => Promise<T>,
  ): Promise<T> {
    const owner = await deps.proveOwner({ userId, password, path: PASSWORD_PATH }, origin);
    return deps.askedForSecondFactor(owner, proof, origin, (demand) =>
      committed(async (transaction) => {
        await demand(transaction, owner);
        return work(transaction, owner.passwordHash);
      }),
    );
  }

  return {
    async start(userId, { password }, origin) {
      const owner = await deps.proveOwner({ userId, password, path: PASSWORD_PATH }, origin);
      const secret = newTotpSecret();
      const expiresAt = new Date(now().getTime() + ENROLMENT_MS);
      await factors
        .updateOne(
          { _id: userId, enabledAt: null },
          { $set: { ...keyRing.seal(secret, userId), lastStep: 0, recoveryCodes: [], expiresAt } },
          { upsert: true },
        )
        .catch((error: unknown) => {
          // The one that is there is enabled.
          throw isDuplicateKey(error) ? secondFactorEnabled() : error;
        });
      const url = otpauthUrl(secret, owner.email);
      return { secret, otpauthUrl: url, qrCodeDataUrl: qrCodeDataUrl(url), expiresAt };
    },

    async confirm(userId, { totpCode: code }, origin) {
      await secondFactors.countAttempt(userId, { totpCode: code });
      const codes = newRecoveryCodes();
      const user = await committed(async (transaction) => {
        const at = now();
        const begun = await factors.findById(userId, null, { session: transaction }).lean();
        if (begun?.enabledAt) throw secondFactorEnabled();
        if (!begun?.expiresAt || begun.expiresAt <= at) throw noEnrolment();
        const secret = keyRing.open(begun, userId);
        const step = totpStep({ secret, code, at, lastStep: begun.lastStep });
        if (step === null) throw badUserInput([problem(['input', 'totpCode'], 'TOTP_CODE_WRONG')]);
        const enabled = { enabledAt: at, lastStep: step, recoveryCodes: hashesOf(codes, userId), expiresAt: null };
        await factors.updateOne({ _id: userId }, { $set: enabled }, { session: transaction });
        const account = await accounts
          .findByIdAndUpdate(
            userId,
            { $set: { secondFactorAt: at } },
            { session: transaction, returnDocument: 'after' },
          )
          .lean();
        if (!account) throw userNotFound();
        await sessions.endAllWithin(transaction, userId, origin, origin.caller.sessionId);
        await outbox.append(transaction, 'USER_UPDATED', { userId }, eventOrigin(origin));
        await audit.record(transaction, origin, { action: 'SECOND_FACTOR_ENABLED', targetId: userId });
        await mails.order(transaction, { kind: 'second-factor-enabled', to: account.email, userId });
        return toAccount(account);
      });
      await secondFactors.forgetAttempts(userId, { totpCode: code });
      return { codes, user };
    },

    disable: (userId, input, origin) =>
      proved(userId, input, origin, async (transaction, passwordHash) => {
        await factors.deleteOne({ _id: userId }, { session: transaction });
        const enabled = await accounts.findOneAndUpdate(
          { _id: userId, passwordHash, secondFactorAt: { $ne: null } },
          { $set: { secondFactorAt: null }, $inc: { authVersion: 1 } },
          { session: transaction, returnDocument: 'after' },
        );
        if (!enabled) {
          const account = await accounts.findById(userId, null, { session: transaction }).lean();
          if (!account) throw userNotFound();
          // There is one, so the password is what did not match: it was changed at this very moment.
          if (account.secondFactorAt) throw wrongPassword(PASSWORD_PATH);
          return toAccount(account);
        }
        await revocations.outdateTokens(transaction, userId, enabled.authVersion);
        await outbox.append(transaction, 'USER_UPDATED', { userId }, eventOrigin(origin));
        await audit.record(transaction, origin, { action: 'SECOND_FACTOR_DISABLED', targetId: userId });
        await mails.order(transaction, { kind: 'second-factor-disabled', to: enabled.email, userId });
        return toAccount(enabled.toObject());
      }),

    async replaceRecoveryCodes(userId, input, origin) {
      const codes = newRecoveryCodes();
      const user = await proved(userId, input, origin, async (transaction, passwordHash) => {
        const { matchedCount } = await factors.updateOne(
          { _id: userId, enabledAt: { $ne: null } },
          { $set: { recoveryCodes: hashesOf(codes, userId) } },
          { session: transaction },
        );
        if (matchedCount === 0) throw secondFactorOff();
        const account = await accounts.findOne({ _id: userId, passwordHash }, null, { session: transaction }).lean();
        if (!account) throw wrongPassword(PASSWORD_PATH);
        await audit.record(transaction, origin, { action: 'RECOVERY_CODES_REPLACED', targetId: userId });
        return toAccount(account);
      });
      return { codes, user };
    },
  };
}

function hashesOf(codes: readonly string[], userId: string): string[] {
  return codes.flatMap((code) => hashRecoveryCode(code, userId) ?? []);
}
