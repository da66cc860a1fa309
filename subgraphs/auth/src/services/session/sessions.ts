import { eventOrigin, type Outbox } from '@doctorpy/service-kit/events';
import { inTransaction } from '@doctorpy/service-kit/mongo';
import type { ClientSession, Connection } from 'mongoose';
import { v7 as uuid } from 'uuid';
import type { Models } from '../../models/index.js';
import type { SessionRecord } from '../../models/session.model.js';
import type { Account, RequestOrigin } from '../account/account.js';
import { hashRefreshToken, type Tokens } from './tokens.js';

/** What a sign-in gives: tokens and the account they speak for. */
export interface SessionGrant {
  accessToken: string;
  accessTokenExpiresAt: Date;
  refreshToken: string;
  sessionId: string;
  user: Account;
}

/** A session as its owner sees it. */
export interface SessionView {
  id: string;
  userId: string;
  createdAt: Date;
  lastUsedAt: Date;
  /** When it ends unless it is used again before. */
  expiresAt: Date;
  userAgent: string | null;
  ip: string | null;
}

/** Opens, lists and ends sessions. */
export interface Sessions {
  /** Opens a session inside the caller's transaction, with USER_AUTHENTICATED. */
  open(transaction: ClientSession, account: Account, origin: RequestOrigin): Promise<SessionGrant>;
  /** The living sessions of a user, the most recently used first; at most 100. */
  list(userId: string): Promise<SessionView[]>;
  /** Ends one session of a user, with SESSION_REVOKED; false when it is not theirs or not alive. */
  end(userId: string, sessionId: string, origin: RequestOrigin): Promise<boolean>;
  /** Ends all sessions of a user, each with SESSION_REVOKED. @returns how many were alive */
  endAll(userId: string, origin: RequestOrigin): Promise<number>;
  /**
   * The same inside the caller's transaction, who calls `deliverEvents` after its commit; `except` stays alive.
   * @returns how many were ended
   */
  endAllWithin(
    transaction: ClientSession,
    userId: string,
    origin: RequestOrigin,
    except?: string | null,
  ): Promise<number>;
}

/** What sessions need. Lifetimes are in seconds; `deliverEvents` is called after each commit that wrote events. */
export interface SessionDeps {
  connection: Connection;
  models: Models;
  outbox: Outbox;
  deliverEvents: () => void;
  tokens: Tokens;
  lifetime: { absoluteSeconds: number; idleSeconds: number };
  now: () => Date;
}

type SessionFilter = { userId: string; _id?: string | { $ne: string } };

const LONGEST_USER_AGENT = 512;
const LONGEST_LIST = 100;

/** The sessions of one database. */
export function createSessions(deps: SessionDeps): Sessions {
  const { connection, models, outbox, deliverEvents, tokens, lifetime, now } = deps;
  const { refreshTokens, sessions } = models;

  const alive = (at: Date) => ({ revokedAt: null, expiresAt: { $gt: at }, idleExpiresAt: { $gt: at } });

  /** Ends those of the user's living sessions that match; returns how many. */
  async function endMatching(filter: SessionFilter, origin: RequestOrigin): Promise<number> {
    const ended = await inTransaction(connection, (transaction) => endWithin(transaction, filter, origin));
    if (ended > 0) deliverEvents();
    return ended;
  }

  async function endWithin(session: ClientSession, filter: SessionFilter, origin: RequestOrigin): Promise<number> {
    const found = await sessions.find({ ...filter, ...alive(now()) }, { _id: 1 }, { session }).lean();
    const ids = found.map(({ _id }) => _id);
    await sessions.updateMany({ _id: { $in: ids } }, { $set: { revokedAt: now() } }, { session });
    for (const sessionId of ids) {
      const payload = { userId: filter.userId, sessionId };
      await outbox.append(session, 'SESSION_REVOKED', payload, eventOrigin(origin));
    }
    return ids.length;
  }

  return {
    async open(transaction, account, origin) {
      const createdAt = now();
      const expiresAt = later(createdAt, lifetime.absoluteSeconds);
      const sessionId = uuid();
      const refreshToken = tokens.refresh();
      const record: SessionRecord = {
        _id: sessionId,
        userId: account.id,
        createdAt,
        lastUsedAt: createdAt,
        expiresAt,
        idleExpiresAt: later(createdAt, Math.min(lifetime.idleSeconds, lifetime.absoluteSeconds)),
        revokedAt: null,
        ip: origin.caller.ip,
        userAgent: origin.caller.userAgent?.slice(0, LONGEST_USER_AGENT) ?? null,
      };
      await sessions.insertMany([record], { session: transaction });
      await refreshTokens.insertMany(
        [{ _id: hashRefreshToken(refreshToken), sessionId, createdAt, usedAt: null, expiresAt }],
        { session: transaction },
      );
      const payload = { userId: account.id, sessionId };
      const actor = { ...eventOrigin(origin), actorId: account.id };
      await outbox.append(transaction, 'USER_AUTHENTICATED', payload, actor);
      const access = tokens.access(account, sessionId, createdAt);
      return {
        accessToken: access.token,
        accessTokenExpiresAt: access.expiresAt,
        refreshToken,
        sessionId,
        user: account,
      };
    },

    async list(userId) {
      const found = await sessions
        .find({ userId, ...alive(now()) })
        .sort({ lastUsedAt: -1 })
        .limit(LONGEST_LIST)
        .lean();
      return found.map(toView);
    },

    end: async (userId, sessionId, origin) => (await endMatching({ _id: sessionId, userId }, origin)) > 0,
    endAll: (userId, origin) => endMatching({ userId }, origin),
    endAllWithin: (transaction, userId, origin, except) =>
      endWithin(transaction, { userId, ...(except && { _id: { $ne: except } }) }, origin),
  };
}

function later(from: Date, seconds: number): Date {
  return new Date(from.getTime() + seconds * 1000);
}

function toView(record: SessionRecord): SessionView {
  const { _id: id, userId, createdAt, lastUsedAt, userAgent, ip } = record;
  return { id, userId, createdAt, lastUsedAt, expiresAt: record.idleExpiresAt, userAgent, ip };
}
