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
import { createFindRefreshFamily } from './refresh-family.js';
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
  const findFamily = createFindRefreshFamily(models);
  // Mongoose inserts in bulk only, which takes more of this process than the rest of the write.
  const stored = refreshTokens.db.collection<RefreshTokenRecord>(refreshTokens.collection.name);

  return {
    async refresh(refreshToken, origin) {
      const family = isRefreshToken(refreshToken) ? await findFamily(hashRefreshToken(refreshToken)) : null;
      if (!family || !travelsAs(family.session, origin)) throw unknownRefreshToken();
      const { token, session, account } = family;
      // A suspension ended the session too, and is what its owner needs to know.
      if (session.revokedAt) refuseSuspended(account);
      refuseEnded(session);
      if (deps.verifiedOnly && account && !account.emailVerified) throw emailStillUnverified();

      const successor = await exchange(token, tokens.successors(refreshToken));
      if (successor === null) {
        log.warn({ userId: session.userId, sessionId: session._id, ip: origin.caller.ip }, 'refresh_token.reused');
        await endReused(session, origin);
        throw sessionRevoked();
      }
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
        roles: access.roles,
        withheldRoles: access.withheldRoles,
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
   * Uses the token up in favour of its successor; null when it was used up before and may not be shown again. Of the
   * possible successors the first is the one to be, and the others may have been given under a former key.
   * No transaction: the successor is always the same, so it may be written before the old token is marked, and a
   * crash in between leaves a token that can still be exchanged.
   */
  async function exchange(
    token: RefreshTokenRecord,
    successors: readonly [string, ...string[]],
  ): Promise<string | null> {
    const usedAt = token.usedAt ?? (await firstUse(token, hashRefreshToken(successors[0])));
    // Whoever marks the token is the first: its successor was given to nobody before.
    if (usedAt === null) return successors[0];
    if (now().getTime() - usedAt.getTime() > GRACE_MS) return null;
    const hashes = successors.map(hashRefreshToken);
    const unused = await refreshTokens.find({ _id: { $in: hashes }, usedAt: null }, { _id: 1 }).lean();
    return successors.find((_successor, index) => unused.some(({ _id }) => _id === hashes[index])) ?? null;
  }

  /** Null when the token was unused until now, else when a request at the same instant used it. */
  async function firstUse(token: RefreshTokenRecord, successorHash: string): Promise<Date | null> {
    const { sessionId, expiresAt } = token;
    const successor = { _id: successorHash, sessionId, createdAt: now(), usedAt: null, expiresAt };
    try {
      await stored.insertOne(successor);
    } catch (error) {
      // A request at the same instant wrote the same successor.
      if (!isDuplicateKey(error)) throw error;
    }
    const mine = { _id: token._id, usedAt: null };
    const { matchedCount } = await refreshTokens.updateOne(mine, { $set: { usedAt: now() } });
    if (matchedCount === 1) return null;
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
