import { noPassword, userNotFound, wrongPassword } from '../../errors.js';
import type { AccountRecord } from '../../models/account.model.js';
import type { Models } from '../../models/index.js';
import type { RequestOrigin } from '../account/account.js';
import type { Passwords } from '../account/passwords.js';
import type { Rehash } from '../account/rehash.js';
import type { LoginFailures } from '../audit/login-failures.js';
import type { AttemptLimits } from '../session/attempt-limits.js';

/**
 * Asks somebody signed in for their password again, as limited as signing in is and as audited: who found an open
 * laptop may not guess here.
 * @returns the account; a change that relies on the proof must match on its `passwordHash`
 * @throws DomainError BAD_USER_INPUT at `path`, RATE_LIMITED, NOT_FOUND
 */
export type PasswordProof = (given: GivenPassword, origin: RequestOrigin) => Promise<AccountRecord>;

/** A password, whose it should be, and the argument it came in. */
export interface GivenPassword {
  userId: string;
  password: string;
  path: readonly string[];
}

/** What a proof needs. */
export interface PasswordProofDeps {
  models: Models;
  passwords: Passwords;
  rehash: Rehash;
  limits: AttemptLimits;
  failures: LoginFailures;
}

/** No password is longer (it could not have been chosen), so longer ones need no hash. */
const LONGEST_INPUT = 1_024;

/** The proof for the accounts of one database. */
export function createPasswordProof(deps: PasswordProofDeps): PasswordProof {
  const { models, passwords, rehash, limits, failures } = deps;
  return async ({ userId, password, path }, origin) => {
    if (password.length > LONGEST_INPUT) throw wrongPassword(path);
    const record = await models.accounts.findById(userId).lean();
    if (!record) throw userNotFound();
    if (record.passwordHash === null) throw noPassword(path);
    const attempt = { userId, sessionId: origin.caller.sessionId };
    await limits.proof(attempt);
    if (!(await passwords.verify(record.passwordHash, password))) {
      failures.count({ userId, cause: 'CONFIRMATION' }, origin);
      throw wrongPassword(path);
    }
    await limits.proofSucceeded(attempt);
    return { ...record, passwordHash: await rehash(record, password) };
  };
}
