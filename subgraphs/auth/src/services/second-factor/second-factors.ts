import type { ClientSession } from 'mongoose';
import { secondFactorNeeded, secondFactorWrong } from '../../errors.js';
import type { AccountRecord } from '../../models/account.model.js';
import type { Models } from '../../models/index.js';
import type { SecondFactorRecord } from '../../models/second-factor.model.js';
import type { Account, RequestOrigin } from '../account/account.js';
import type { AttemptLimiter } from '../attempt-limiter.js';
import type { AuditLog } from '../audit/audit-log.js';
import type { Mails } from '../mail/mails.js';
import type { KeyRing } from '../secrets/key-ring.js';
import { hashRecoveryCode } from './recovery-codes.js';
import { totpStep } from './totp.js';

/** What somebody gives besides their password; the code of the app counts where both are there. */
export interface SecondFactorProof {
  totpCode?: string | null;
  recoveryCode?: string | null;
}

/** Asks for the second factor of accounts that have one. */
export interface SecondFactors {
  /**
   * Checks the second factor of an account and uses its code up, in the transaction of what that allows: of any number
   * of uses at once, one succeeds. Does nothing for an account without a second factor. To be asked only of somebody
   * who has proved to be the owner otherwise, and after {@link countAttempt}; call `mails.deliver` after the commit.
   * @throws DomainError MFA_REQUIRED when no code is given, INVALID_CREDENTIALS when it is wrong or was used
   */
  demand(
    transaction: ClientSession,
    account: Account | AccountRecord,
    proof: SecondFactorProof,
    origin: RequestOrigin,
  ): Promise<void>;
  /**
   * Counts an attempt, with a code or without one, before the transaction that looks at it. Recovery codes are counted
   * for themselves: whoever guesses codes of the app does not keep the owner from using them.
   * @throws DomainError RATE_LIMITED, also when the account had too many wrong codes of the app within a day
   */
  countAttempt(userId: string, proof: SecondFactorProof): Promise<void>;
  /**
   * Counts a wrong code, after the transaction that looked at it. From the tenth of a day on somebody is likely to know
   * the password, which the owner is told, once.
   */
  noteWrongCode(account: Account | AccountRecord, proof: SecondFactorProof): Promise<void>;
  /** Forgets the attempts of somebody who has succeeded, and not the wrong codes of the day: a guesser may wait for that. */
  forgetAttempts(userId: string, proof: SecondFactorProof): Promise<void>;
  /** Forgets wrong codes too, when nobody but the owner knows the password any more. */
  forgetWrongCodes(userId: string): Promise<void>;
  /** How many recovery codes each account has left, in the order of `userIds`. */
  recoveryCodesLeft(userIds: readonly string[]): Promise<number[]>;
}

/** What asking needs. */
export interface SecondFactorDeps {
  models: Pick<Models, 'secondFactors'>;
  keyRing: KeyRing;
  /** Of all attempts, over minutes. */
  limiter: AttemptLimiter;
  /** Of wrong codes of the app, over a day. */
  wrongCodes: AttemptLimiter;
  audit: AuditLog;
  mails: Mails;
  now: () => Date;
}

/** An owner rarely mistypes this often in a day, with the right password each time. */
const WRONG_CODES_TO_TELL = 10;

/** The second factors of one database. */
export function createSecondFactors(deps: SecondFactorDeps): SecondFactors {
  const { models, keyRing, limiter, wrongCodes, audit, mails, now } = deps;
  const { secondFactors } = models;

  async function useTotp(transaction: ClientSession, factor: SecondFactorRecord, code: string): Promise<boolean> {
    const { _id, lastStep } = factor;
    const secret = keyRing.open(factor, _id);
    const step = totpStep({ secret, code, at: now(), lastStep });
    if (step === null) return false;
    const sealed = keyRing.isCurrent(factor) ? {} : keyRing.seal(secret, _id);
    // Two uses at once collide here: the database makes the later one start over, and it finds the step used.
    const { matchedCount } = await secondFactors.updateOne(
      { _id, lastStep },
      { $set: { lastStep: step, ...sealed } },
      { session: transaction },
    );
    return matchedCount === 1;
  }

  async function useRecoveryCode(
    transaction: ClientSession,
    { _id }: SecondFactorRecord,
    account: { id: string; email: string },
    code: string,
    origin: RequestOrigin,
  ): Promise<boolean> {
    const hash = hashRecoveryCode(code, _id);
    if (hash === null) return false;
    const factor = await secondFactors
      .findOneAndUpdate(
        { _id, recoveryCodes: hash },
        { $pull: { recoveryCodes: hash } },
        { session: transaction, returnDocument: 'after' },
      )
      .lean();
    if (!factor) return false;
    const details = { left: String(factor.recoveryCodes.length) };
    await audit.record(transaction, origin, { action: 'RECOVERY_CODE_USED', actorId: _id, targetId: _id, details });
    await mails.order(transaction, { kind: 'recovery-code-used', to: account.email, userId: _id });
    return true;
  }

  return {
    async demand(transaction, account, { totpCode, recoveryCode }, origin) {
      const id = idOf(account);
      const factor = await secondFactors.findById(id, null, { session: transaction }).lean();
      if (!factor?.enabledAt) return;
      if (!totpCode && !recoveryCode) throw secondFactorNeeded();
      const fits = totpCode
        ? await useTotp(transaction, factor, totpCode)
        : await useRecoveryCode(transaction, factor, { id, email: account.email }, recoveryCode ?? '', origin);
      if (!fits) throw secondFactorWrong();
    },
    async countAttempt(userId, proof) {
      if (!isRecovery(proof)) await wrongCodes.check(userId);
      await limiter.count(laneOf(userId, proof));
    },
    async noteWrongCode(account, proof) {
      if (isRecovery(proof)) return;
      const userId = idOf(account);
      if ((await wrongCodes.note(userId)) !== WRONG_CODES_TO_TELL) return;
      await mails.order(null, { kind: 'second-factor-guessed', to: account.email, userId });
      mails.deliver();
    },
    forgetAttempts: (userId, proof) => limiter.forget(laneOf(userId, proof)),
    async forgetWrongCodes(userId) {
      await wrongCodes.forget(userId);
      await limiter.forget(laneOf(userId, {}));
    },
    async recoveryCodesLeft(userIds) {
      const found = await secondFactors.find({ _id: { $in: [...userIds] } }, { recoveryCodes: 1 }).lean();
      const left = new Map(found.map(({ _id, recoveryCodes }) => [_id, recoveryCodes.length]));
      return userIds.map((userId) => left.get(userId) ?? 0);
    },
  };
}

function idOf(account: Account | AccountRecord): string {
  return '_id' in account ? account._id : account.id;
}

/** As `demand` looks at it: the code of the app counts where both are there. */
function isRecovery({ totpCode, recoveryCode }: SecondFactorProof): boolean {
  return !totpCode && Boolean(recoveryCode);
}

function laneOf(userId: string, proof: SecondFactorProof): string {
  return isRecovery(proof) ? `${userId}:recovery` : userId;
}
