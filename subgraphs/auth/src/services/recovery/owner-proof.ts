import { badUserInput } from '@doctorpy/service-kit/errors';
import { userNotFound } from '../../errors.js';
import type { AccountRecord } from '../../models/account.model.js';
import type { Models } from '../../models/index.js';
import type { RequestOrigin } from '../account/account.js';
import { problem } from '../field-problems.js';
import { alive } from '../session/end-sessions.js';
import type { PasswordProof } from './password-proof.js';

/**
 * Asks somebody signed in to prove once more that the account is theirs: by its password, or, when it has none, by a
 * session that has just begun.
 * @returns the account; a change that relies on the proof must match on its `passwordHash`
 * @throws DomainError BAD_USER_INPUT at `path`, RATE_LIMITED, NOT_FOUND
 */
export type OwnerProof = (given: GivenProof, origin: RequestOrigin) => Promise<AccountRecord>;

/** Whose account it should be, the password if there is one, and the argument it came in. */
export interface GivenProof {
  userId: string;
  password: string | null | undefined;
  path: readonly string[];
}

/** What a proof needs. */
export interface OwnerProofDeps {
  models: Models;
  provePassword: PasswordProof;
  now: () => Date;
}

/** A session this young proves its owner, in milliseconds. */
const FRESH_MS = 600_000;

/** The proof for the accounts of one database. */
export function createOwnerProof({ models, provePassword, now }: OwnerProofDeps): OwnerProof {
  const { accounts, sessions } = models;
  return async ({ userId, password, path }, origin) => {
    const record = await accounts.findById(userId).lean();
    if (!record) throw userNotFound();
    if (record.passwordHash !== null) {
      if (password === null || password === undefined) throw badUserInput([problem(path, 'PASSWORD_REQUIRED')]);
      return provePassword({ userId, password, path }, origin);
    }
    const at = now();
    const since = new Date(at.getTime() - FRESH_MS);
    // Alive too: an access token may be believed for some seconds after its session was ended.
    const fresh = { _id: origin.caller.sessionId ?? '', userId, createdAt: { $gte: since }, ...alive(at) };
    if (!(await sessions.exists(fresh))) throw badUserInput([problem(path, 'SIGN_IN_TOO_OLD')]);
    return record;
  };
}
