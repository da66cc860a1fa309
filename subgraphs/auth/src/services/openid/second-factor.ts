import type { ClientSession } from 'mongoose';
import type { Account, RequestOrigin } from '../account/account.js';

/** Codes that a client gives after MFA_REQUIRED. */
export interface SecondFactorCodes {
  totpCode?: string | null;
  recoveryCode?: string | null;
}

/**
 * Lets through whoever needs no second factor, or gives the right code, which is used up in the caller's transaction.
 * @throws DomainError MFA_REQUIRED and what else may be wrong with a code; then the transaction must not commit
 */
export type SecondFactorDemand = (
  transaction: ClientSession,
  account: Account,
  codes: SecondFactorCodes,
  origin: RequestOrigin,
) => Promise<void>;
