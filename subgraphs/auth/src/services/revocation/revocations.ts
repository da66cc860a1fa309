import { formatRevocation, type Revocation } from '@doctorpy/service-kit/revocation';
import type { ClientSession } from 'mongoose';
import type { Models } from '../../models/index.js';
import { LONGEST_ACCESS_TOKEN_SECONDS } from '../session/tokens.js';

/** Records which access tokens are no longer believed although they have not expired. */
export interface Revocations {
  /**
   * Records that every access token of these sessions is refused from the commit of `transaction` on. Call
   * `deliverEvents` after the commit: it puts them into the index that gateways read.
   */
  revokeSessions(transaction: ClientSession, sessionIds: readonly string[]): Promise<void>;
  /**
   * Records that access tokens issued before the account reached `authVersion` are stale. For every change after which
   * what older tokens say about their user is wrong: raise the account's `authVersion` in the same transaction.
   * Whoever must not come back needs {@link revokeSessions} as well: a stale token can be refreshed.
   */
  outdateTokens(transaction: ClientSession, userId: string, authVersion: number): Promise<void>;
}

/** The revocations of one database; each matters for {@link RETENTION_SECONDS}. */
export function createRevocations(deps: { models: Pick<Models, 'revocations'>; now: () => Date }): Revocations {
  const { models, now } = deps;

  async function record(transaction: ClientSession, revocations: readonly Revocation[]): Promise<void> {
    if (revocations.length === 0) return;
    const revokedAt = now();
    const expiresAt = new Date(revokedAt.getTime() + RETENTION_SECONDS * 1000);
    const fresh = { revokedAt, expiresAt, indexed: false };
    await models.revocations.bulkWrite(
      revocations.map((revocation) => ({
        updateOne: { filter: { _id: formatRevocation(revocation) }, update: { $setOnInsert: fresh }, upsert: true },
      })),
      { session: transaction },
    );
  }

  return {
    revokeSessions: (transaction, sessionIds) =>
      record(
        transaction,
        sessionIds.map((sessionId) => ({ kind: 'session', sessionId })),
      ),
    outdateTokens: (transaction, userId, authVersion) => record(transaction, [{ kind: 'user', userId, authVersion }]),
  };
}

/** Clocks of two machines may differ by as much; see the signature of requests. */
const CLOCK_MARGIN_SECONDS = 60;

/**
 * How long a revocation matters, in seconds: as long as the slowest clock accepts a token issued just before it, under
 * whatever configuration that was.
 */
export const RETENTION_SECONDS = LONGEST_ACCESS_TOKEN_SECONDS + CLOCK_MARGIN_SECONDS;
