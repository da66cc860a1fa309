import { noPassword, userNotFound, wrongPassword } from '../../errors.js';
import type { AccountRecord } from '../../models/account.model.js';
import type { Models } from '../../models/index.js';
import type { RequestOrigin } from '../account/account.js';
import type { Passwords } from '../account/passwords.js';
import type { AttemptLimits } from '../session/attempt-limits.js';

/**
 * Asks somebody signed in for their password again, as limited as signing in is: who found an open laptop may not
 * guess here.
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
  limits: AttemptLimits;
}

/** No password is longer (it could not have been chosen), so longer ones need no hash. */
const LONGEST_INPUT = 1_024;

/** The proof for the accounts of one database. */
export function createPasswordProof({ models, passwords, limits }: PasswordProofDeps): PasswordProof {
  return async ({ userId, password, path }, { caller: { ip } }) => {
    if (password.length > LONGEST_INPUT) throw wrongPassword(path);
    const record = await models.accounts.findById(userId).lean();
    if (!record) throw userNotFound();
    if (record.passwordHash === null) throw noPassword(path);
    const attempt = { ip, email: record.email };
    await limits.login(attempt);
    if (!(await passwords.verify(record.passwordHash, password))) throw wrongPassword(path);
    await limits.loginSucceeded(attempt);
    return record;
  };
}
