import { DomainError } from '@doctorpy/service-kit/errors';
import type { ClientSession } from 'mongoose';
import type { Account, RequestOrigin } from '../account/account.js';
import type { LoginFailures } from '../audit/login-failures.js';
import type { SecondFactorProof, SecondFactors } from './second-factors.js';

/**
 * Lets through whoever needs no second factor, or gives the right code, which is used up in the caller's transaction.
 * @throws DomainError MFA_REQUIRED, INVALID_CREDENTIALS, RATE_LIMITED; then the transaction must not commit
 */
export type SecondFactorDemand = (
  transaction: ClientSession,
  account: Account,
  proof: SecondFactorProof,
  origin: RequestOrigin,
) => Promise<void>;

/** What asking needs. */
export interface SecondFactorDemandDeps {
  secondFactors: SecondFactors;
  failures: LoginFailures;
}

/** Asks as a sign-in with a password does: attempts are limited by account, and wrong codes are audited. */
export function createSecondFactorDemand({ secondFactors, failures }: SecondFactorDemandDeps): SecondFactorDemand {
  return async (transaction, account, proof, origin) => {
    if (!account.secondFactorAt) return;
    await secondFactors.countAttempt(account.id);
    await secondFactors.demand(transaction, account, proof, origin).catch((error: unknown) => {
      if (error instanceof DomainError && error.code === 'INVALID_CREDENTIALS') {
        failures.count({ userId: account.id, cause: 'SECOND_FACTOR' }, origin);
      }
      throw error;
    });
    await secondFactors.forgetAttempts(account.id);
  };
}
