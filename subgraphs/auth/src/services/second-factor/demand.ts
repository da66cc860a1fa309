import { DomainError } from '@doctorpy/service-kit/errors';
import type { ClientSession } from 'mongoose';
import { secondFactorNeeded } from '../../errors.js';
import type { AccountRecord } from '../../models/account.model.js';
import type { Account, RequestOrigin } from '../account/account.js';
import type { LoginFailures } from '../audit/login-failures.js';
import type { SecondFactorProof, SecondFactors } from './second-factors.js';

/**
 * Does `work` for an account, whose second factor it asks for in its own transaction. What must happen once, however
 * often the database has that transaction start over, happens outside: the attempt is counted before it, a wrong code is
 * audited after it, and attempts are forgotten once it is committed.
 * @param account whose second factor will be asked for; null when `work` makes the account
 * @throws DomainError MFA_REQUIRED, INVALID_CREDENTIALS, RATE_LIMITED, and what `work` throws
 */
export type AskedForSecondFactor = <T>(
  account: Account | AccountRecord | null,
  proof: SecondFactorProof,
  origin: RequestOrigin,
  work: (demand: DemandWithin) => Promise<T>,
) => Promise<T>;

/**
 * Lets through whoever needs no second factor, or gives the right code, which is used up in the transaction.
 * @throws DomainError MFA_REQUIRED, INVALID_CREDENTIALS; then the transaction must not commit
 */
export type DemandWithin = (transaction: ClientSession, account: Account | AccountRecord) => Promise<void>;

/** What asking needs. */
export interface SecondFactorDemandDeps {
  secondFactors: SecondFactors;
  failures: LoginFailures;
}

/** The one way to ask: attempts are limited by account, and wrong codes are audited. */
export function createAskedForSecondFactor({ secondFactors, failures }: SecondFactorDemandDeps): AskedForSecondFactor {
  return async (account, proof, origin, work) => {
    const counted = account?.secondFactorAt ? idOf(account) : null;
    if (counted !== null) await secondFactors.countAttempt(counted, proof);
    let outcome: 'NOT_ASKED' | 'WRONG' | 'PASSED' = 'NOT_ASKED';
    const demand: DemandWithin = async (transaction, owner) => {
      outcome = 'NOT_ASKED';
      // It came into being since: asked for once more, it is counted.
      if (owner.secondFactorAt && idOf(owner) !== counted) throw secondFactorNeeded();
      await secondFactors.demand(transaction, owner, proof, origin).catch((error: unknown) => {
        if (error instanceof DomainError && error.code === 'INVALID_CREDENTIALS') outcome = 'WRONG';
        throw error;
      });
      outcome = 'PASSED';
    };
    const ended = (): typeof outcome => outcome;
    try {
      const result = await work(demand);
      if (counted !== null && ended() === 'PASSED') await secondFactors.forgetAttempts(counted, proof);
      return result;
    } catch (error) {
      if (account && counted !== null && ended() === 'WRONG') {
        failures.count({ userId: counted, cause: 'SECOND_FACTOR' }, origin);
        await secondFactors.noteWrongCode(account, proof);
      }
      throw error;
    }
  };
}

function idOf(account: Account | AccountRecord): string {
  return '_id' in account ? account._id : account.id;
}
