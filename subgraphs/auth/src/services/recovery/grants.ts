import { createHash, randomBytes } from 'node:crypto';
import type { ClientSession } from 'mongoose';
import { v7 as uuid } from 'uuid';
import { linkInvalid } from '../../errors.js';
import type { Models } from '../../models/index.js';
import type { GrantPurpose, RecoveryGrantRecord } from '../../models/recovery-grant.model.js';
import type { Account } from '../account/account.js';

/** What to grant to whoever reads mails to `email`. */
export interface NewGrant {
  purpose: GrantPurpose;
  userId: string;
  email: string;
  /** UNDO_EMAIL_CHANGE: was the address verified? */
  emailVerified?: boolean;
}

/**
 * Rights that travel in mails. A token is 32 random bytes that exist in the mail alone: it is drawn while the mail is
 * put together, and only its SHA-256 is kept.
 */
export interface Grants {
  /** Makes a grant in the caller's transaction. @returns its id */
  issue(transaction: ClientSession, grant: NewGrant): Promise<string>;
  /** A new token for a grant; null when the grant is gone. Earlier tokens of it stay good until one is used. */
  draw(grantId: string): Promise<string | null>;
  /** A new token to reset an account's password, granted by this very call: `grantId` is the same at every try. */
  drawForReset(grantId: string, account: Account): Promise<string>;
  /** The grant of a token, not used up. @throws DomainError BAD_USER_INPUT when there is none (any more) */
  find(purpose: GrantPurpose, link: GrantLink): Promise<RecoveryGrantRecord>;
  /** Uses a grant up in the caller's transaction. @throws DomainError BAD_USER_INPUT when there is none (any more) */
  consume(transaction: ClientSession, purpose: GrantPurpose, link: GrantLink): Promise<RecoveryGrantRecord>;
  /** Takes the unused grants of a user back. */
  withdraw(transaction: ClientSession, userId: string, purposes: readonly GrantPurpose[]): Promise<void>;
}

/** A token that came back, and the argument it came in. */
export interface GrantLink {
  token: string;
  path: readonly string[];
}

const HOUR = 3_600;

/** How long each right lasts, in seconds. */
export const grantSeconds = {
  VERIFY_EMAIL: 48 * HOUR,
  RESET_PASSWORD: HOUR,
  CONFIRM_EMAIL_CHANGE: 24 * HOUR,
  UNDO_EMAIL_CHANGE: 7 * 24 * HOUR,
} as const satisfies Record<GrantPurpose, number>;

/** The grants of one database. */
export function createGrants({ models, now }: { models: Models; now: () => Date }): Grants {
  const { recoveryGrants } = models;

  const good = (purpose: GrantPurpose, { token, path }: GrantLink) => {
    if (!/^[A-Za-z0-9_-]{43}$/.test(token)) throw linkInvalid(path);
    return { tokenHashes: hashOf(token), purpose, expiresAt: { $gt: now() } };
  };
  const span = (purpose: GrantPurpose) => {
    const createdAt = now();
    return { createdAt, expiresAt: new Date(createdAt.getTime() + grantSeconds[purpose] * 1000) };
  };

  return {
    async issue(transaction, { purpose, userId, email, emailVerified = false }) {
      const record = { _id: uuid(), purpose, userId, email, emailVerified, tokenHashes: [], ...span(purpose) };
      await recoveryGrants.insertMany([record], { session: transaction });
      return record._id;
    },

    async draw(grantId) {
      const token = newToken();
      const living = { _id: grantId, expiresAt: { $gt: now() } };
      const { matchedCount } = await recoveryGrants.updateOne(living, { $push: { tokenHashes: hashOf(token) } });
      return matchedCount === 0 ? null : token;
    },

    async drawForReset(grantId, { id: userId, email }) {
      const token = newToken();
      const { createdAt, expiresAt } = span('RESET_PASSWORD');
      const grant = { purpose: 'RESET_PASSWORD' as const, userId, email, emailVerified: false, createdAt };
      await recoveryGrants.updateOne(
        { _id: grantId },
        { $setOnInsert: grant, $set: { expiresAt }, $push: { tokenHashes: hashOf(token) } },
        { upsert: true },
      );
      return token;
    },

    async find(purpose, link) {
      const grant = await recoveryGrants.findOne(good(purpose, link)).lean();
      if (!grant) throw linkInvalid(link.path);
      return grant;
    },

    async consume(transaction, purpose, link) {
      const grant = await recoveryGrants.findOneAndDelete(good(purpose, link), { session: transaction }).lean();
      if (!grant) throw linkInvalid(link.path);
      return grant;
    },

    async withdraw(transaction, userId, purposes) {
      await recoveryGrants.deleteMany({ userId, purpose: { $in: [...purposes] } }, { session: transaction });
    },
  };
}

function newToken(): string {
  return randomBytes(32).toString('base64url');
}

/** A token has 256 random bits, so no salt or stretching is needed. */
function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
