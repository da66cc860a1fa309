import type { Logger } from '@doctorpy/service-kit/logging';
import { inTransaction, isDuplicateKey } from '@doctorpy/service-kit/mongo';
import type { Connection } from 'mongoose';
import {
  accountSuspended,
  emailStillUnverified,
  sessionExpired,
  sessionRevoked,
  unknownRefreshToken,
} from '../../errors.js';
import type { AccountRecord } from '../../models/account.model.js';
import type { Models } from '../../models/index.js';
import type { RefreshTokenRecord } from '../../models/refresh-token.model.js';
import type { SessionRecord } from '../../models/session.model.js';
import { type RequestOrigin, toAccount } from '../account/account.js';
import type { Mails } from '../mail/mails.js';
import { suspensionAt } from '../suspension/in-force.js';
import type { EndSessions } from './end-sessions.js';
import type { SessionGrant } from './sessions.js';
import { hashRefreshToken, isRefreshToken, type Tokens } from './tokens.js';

/** Exchanges refresh tokens. */
export interface Refreshes {
  /**
   * Gives new tokens for a refresh token, which is used up by that. Showing a used token again ends its session (it
   * was stolen, or its thief was first) and tells the owner by mail, except within the grace time while its successor is
   * unused: then an answer got lost or requests raced, and the same successor is given again. A token that comes another
   * way than its session's tokens travel (cookie or argument) is none, and is not used up.
   * @throws DomainError UNAUTHENTICATED (no such token), TOKEN_EXPIRED, SESSION_REVOKED, ACCOUNT_SUSPENDED,
   * EMAIL_NOT_VERIFIED (where that is required; the token stays good)
   */
  refresh(refreshToken: string, origin: RequestOrigin): Promise<SessionGrant>;
}

/** What refreshing needs; `idleSeconds` is how long a session lives on without being used. */
export interface RefreshDeps {
  connection: Connection;
  models: Models;
  endSessions: EndSessions;
  mails: Mails;
  deliverEvents: () => void;
  tokens: Tokens;
  idleSeconds: number;
  /** Is a verified address needed to go on? */
  verifiedOnly: boolean;
  now: () => Date;
  log: Logger;
}

/** How long a used token still gives its successor again, in milliseconds. */
const GRACE_MS = 10_000;

/** Refreshes of the sessions of one database. */
export function createRefreshes(deps: RefreshDeps): Refreshes {
  const { connection, models, endSessions, mails, deliverEvents, tokens, idleSeconds, now, log } = deps;
  const { accounts, refreshTokens, sessions } = models;

  return {
    async refresh(refreshToken, origin) {
      const token = isRefreshToken(refreshToken)
        ? await refreshTokens.findById(hashRefreshToken(refreshToken)).lean()
        : null;
      const session = token && (await sessions.findById(token.sessionId).lean());
      if (!token || !session || !travelsAs(session, origin)) throw unknownRefreshToken();
      const known = await accounts.findById(session.userId).lean();
      // A suspension ended the session too, and is what its owner needs to know.
      if (session.revokedAt) refuseSuspended(known);
      refuseEnded(session);
      if (deps.verifiedOnly && known && !known.emailVerified) throw emailStillUnverified();

      const successor = tokens.successor(refreshToken);
      if (!(await exchange(token, hashRefreshToken(successor)))) {
        log.warn({ userId: session.userId, sessionId: session._id, ip: origin.caller.ip }, 'refresh_token.reused');
        await endReused(session, origin);
        throw sessionRevoked();
      }
      const account = await accounts.findById(session.userId).lean();
      if (!account) throw unknownRefreshToken();
      refuseSuspended(account);
      const sessionEndsAt = await touch(session, origin);
      const user = toAccount(account);
      const access = tokens.access(user, session._id, now(), sessionEndsAt);
      return {
        accessToken: access.token,
        accessTokenExpiresAt: access.expiresAt,
        refreshToken: successor,
        sessionId: session._id,
        sessionEndsAt,
        user,
      };
    },
  };

  function refuseSuspended(account: AccountRecord | null): void {
    const at = now();
    const suspension = account && suspensionAt(account, at);
    if (suspension) throw accountSuspended(account, suspension, at);
  }

  function refuseEnded({ revokedAt, expiresAt, idleExpiresAt }: SessionRecord): void {
    if (revokedAt) throw sessionRevoked();
    const at = now();
    if (expiresAt <= at || idleExpiresAt <= at) throw sessionExpired();
  }

  /** Ends the session and orders the mail to its owner, once however many replays come at the same instant. */
  async function endReused({ _id: sessionId, userId }: SessionRecord, origin: RequestOrigin): Promise<void> {
    await inTransaction(connection, async (transaction) => {
      const ended = await endSessions(transaction, { userId, _id: sessionId }, origin, 'REFRESH_TOKEN_REUSED');
      const owner = ended > 0 && (await accounts.findById(userId, null, { session: transaction }).lean());
      if (owner) await mails.order(transaction, { kind: 'refresh-token-reused', to: owner.email, userId, sessionId });
    });
    deliverEvents();
    mails.deliver();
  }

  /**
   * Uses the token up in favour of its successor; false when it was used up before and may not be shown again.
   * No transaction: the successor is always the same, so it may be written before the old token is marked, and a
   * crash in between leaves a token that can still be exchanged.
   */
  async function exchange(token: RefreshTokenRecord, successorHash: string): Promise<boolean> {
    const usedAt = token.usedAt ?? (await firstUse(token, successorHash));
    if (now().getTime() - usedAt.getTime() > GRACE_MS) return false;
    return (await refreshTokens.exists({ _id: successorHash, usedAt: null })) !== null;
  }

  async function firstUse(token: RefreshTokenRecord, successorHash: string): Promise<Date> {
    const { sessionId, expiresAt } = token;
    try {
      await refreshTokens.insertMany([{ _id: successorHash, sessionId, createdAt: now(), usedAt: null, expiresAt }]);
    } catch (error) {
      // A request at the same instant wrote the same successor.
      if (!isDuplicateKey(error)) throw error;
    }
    await refreshTokens.updateOne({ _id: token._id, usedAt: null }, { $set: { usedAt: now() } });
    const used = await refreshTokens.findById(token._id).lean();
    return used?.usedAt ?? now();
  }

  /** @returns the session's new end */
  async function touch({ _id, expiresAt }: SessionRecord, { caller }: RequestOrigin): Promise<Date> {
    const lastUsedAt = now();
    const idleExpiresAt = new Date(Math.min(expiresAt.getTime(), lastUsedAt.getTime() + idleSeconds * 1000));
    const change = { $set: { lastUsedAt, idleExpiresAt, ip: caller.ip } };
    // Last, and only if it is still alive: a session ended meanwhile must not hand out another access token.
    const { matchedCount } = await sessions.updateOne({ _id, revokedAt: null }, change);
    if (matchedCount === 0) throw sessionRevoked();
    return idleExpiresAt;
  }
}

/** A session from before there were cookies says nothing: its tokens travel in answers. */
function travelsAs({ transport = 'HEADER' }: Partial<SessionRecord>, origin: RequestOrigin): boolean {
  return transport === (origin.transport ?? 'HEADER');
}
