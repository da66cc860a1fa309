import { invalidCredentials } from '../../errors.js';
import type { Models } from '../../models/index.js';
import type { Passwords } from './passwords.js';

/**
 * Replaces a hash made at another cost than today's, after its password was given and found to fit: the only moment at
 * which it can be. A password changed meanwhile is never overwritten.
 * @returns the hash that the password fits now: what relies on the proof must match on it
 * @throws DomainError INVALID_CREDENTIALS when another password came meanwhile
 */
export type Rehash = (
  record: { readonly _id: string; readonly passwordHash: string | null },
  password: string,
) => Promise<string>;

/** The rehashing of one database's accounts. */
export function createRehash({ models, passwords }: { models: Models; passwords: Passwords }): Rehash {
  const { accounts } = models;
  return async ({ _id, passwordHash: before }, password) => {
    if (before === null) throw invalidCredentials();
    if (passwords.isCurrent(before)) return before;
    const fresh = await passwords.hash(password);
    const replaced = { $set: { passwordHash: fresh } };
    const { matchedCount } = await accounts.updateOne({ _id, passwordHash: before }, replaced, { timestamps: false });
    if (matchedCount > 0) return fresh;
    // Another sign-in of theirs was faster, or the password is another one now.
    const now = (await accounts.findById(_id, { passwordHash: 1 }).lean())?.passwordHash ?? null;
    if (now === null || !(await passwords.verify(now, password))) throw invalidCredentials();
    return now;
  };
}
