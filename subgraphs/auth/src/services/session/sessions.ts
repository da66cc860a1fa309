import { networkOf } from '@doctorpy/service-kit/caller';
import { eventOrigin, type Outbox } from '@doctorpy/service-kit/events';
import { insertRecords, inTransaction } from '@doctorpy/service-kit/mongo';
import type { ClientSession, Connection } from 'mongoose';
import { v7 as uuid } from 'uuid';
import { accountSuspended, invalidCredentials, userNotFound } from '../../errors.js';
import type { Models } from '../../models/index.js';
import type { SessionRecord } from '../../models/session.model.js';
import { type Account, type RequestOrigin, toAccount } from '../account/account.js';
import type { AuditLog } from '../audit/audit-log.js';
import type { EffectiveRoles } from '../role/effective-roles.js';
import { notSuspended, suspensionAt } from '../suspension/in-force.js';
import { alive, type EndSessions } from './end-sessions.js';
import { hashRefreshToken, type Tokens } from './tokens.js';

/** What a sign-in gives: tokens, the account they speak for, and the roles they give. */
export interface SessionGrant extends EffectiveRoles {
  accessToken: string;
  accessTokenExpiresAt: Date;
  refreshToken: string;
  sessionId: string;
  /** When the session ends unless it is used again before. */
  sessionEndsAt: Date;
  user: Account;
}

/** How somebody proved who they are. */
export type SignInProof =
  /** `passwordHash`: the one that the password was found to fit; not given by somebody who has just chosen it. */
  | { method: 'PASSWORD'; passwordHash?: string | null }
  /** Through an OpenID provider, by its name in this platform's configuration. */
  | { method: 'OPENID'; provider: string };

/** Asks somebody for more, given the account as it is in the transaction. */
export type DemandOfAdmitted = (transaction: ClientSession, account: Account) => Promise<void>;

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
  /**
   * Opens a session inside the caller's transaction, with USER_AUTHENTICATED.
   * @param demand what is still asked of the account, as it is in this transaction; when it throws, so does this
   * @throws DomainError ACCOUNT_SUSPENDED, INVALID_CREDENTIALS, also when the suspension or another password came while
   * this one was being checked
   */
  open(
    transaction: ClientSession,
    account: Account,
    origin: RequestOrigin,
    proof: SignInProof,
    demand?: DemandOfAdmitted,
  ): Promise<SessionGrant>;
  /** The living sessions of each user, in the order of `userIds`, the most recently used first; at most 100 of each. */
  listOf(userIds: readonly string[]): Promise<SessionView[][]>;
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
  audit: AuditLog;
  endSessions: EndSessions;
  deliverEvents: () => void;
  tokens: Tokens;
  lifetime: { absoluteSeconds: number; idleSeconds: number };
  now: () => Date;
}

const LONGEST_USER_AGENT = 512;
const LONGEST_LIST = 100;

/** The sessions of one database. */
export function createSessions(deps: SessionDeps): Sessions {
  const { connection, models, outbox, audit, endSessions, deliverEvents, tokens, lifetime, now } = deps;
  const { accounts, refreshTokens, sessions } = models;

  async function endMatching(which: { _id?: string; userId: string }, origin: RequestOrigin): Promise<number> {
    const ended = await inTransaction(connection, (transaction) => endSessions(transaction, which, origin));
    deliverEvents();
    return ended;
  }

  /**
   * The account as it is now. It is written to: a suspension or a new password at the same instant makes one of the two
   * start over.
   */
  async function admit(transaction: ClientSession, userId: string, at: Date, proof: SignInProof): Promise<Account> {
    const proved = proof.method === 'PASSWORD' ? proof.passwordHash : undefined;
    const account = await accounts
      .findOneAndUpdate(
        { _id: userId, ...notSuspended(at), ...(proved !== undefined && { passwordHash: proved }) },
        { $set: { lastSignInAt: at } },
        { session: transaction, returnDocument: 'after', timestamps: false },
      )
      .lean();
    if (account) return toAccount(account);
    const refused = await accounts.findById(userId, null, { session: transaction }).lean();
    const suspension = refused && suspensionAt(refused, at);
    if (suspension) throw accountSuspended(refused, suspension, at);
    // Deleted while the password was being checked, an account is one more that nobody has.
    throw refused || proved !== undefined ? invalidCredentials() : userNotFound();
  }

  return {
    async open(transaction, { id: userId }, origin, proof, demand) {
      const createdAt = now();
      const account = await admit(transaction, userId, createdAt, proof);
      await demand?.(transaction, account);
      const expiresAt = later(createdAt, lifetime.absoluteSeconds);
      const sessionId = uuid();
      const refreshToken = tokens.refresh();
      const idleExpiresAt = later(createdAt, Math.min(lifetime.idleSeconds, lifetime.absoluteSeconds));
      const record: SessionRecord = {
        _id: sessionId,
        userId,
        createdAt,
        lastUsedAt: createdAt,
        expiresAt,
        idleExpiresAt,
        revokedAt: null,
        ip: origin.caller.ip,
        network: networkOf(origin.caller.ip),
        userAgent: origin.caller.userAgent?.slice(0, LONGEST_USER_AGENT) ?? null,
        transport: origin.transport ?? 'HEADER',
      };
      await insertRecords(transaction, sessions, [record]);
      const token = { _id: hashRefreshToken(refreshToken), sessionId, createdAt, usedAt: null, expiresAt };
      await insertRecords(transaction, refreshTokens, [token]);
      const actor = { ...eventOrigin(origin), actorId: userId };
      await outbox.append(transaction, 'USER_AUTHENTICATED', { userId, sessionId }, actor);
      const details = { sessionId, ...proofDetails(proof) };
      const fact = { action: 'LOGIN_SUCCEEDED', actorId: userId, targetId: userId, details } as const;
      await audit.record(transaction, origin, fact);
      const access = tokens.access(account, sessionId, createdAt, idleExpiresAt);
      return {
        accessToken: access.token,
        accessTokenExpiresAt: access.expiresAt,
        refreshToken,
        sessionId,
        sessionEndsAt: idleExpiresAt,
        user: account,
        roles: access.roles,
        withheldRoles: access.withheldRoles,
      };
    },

    async listOf(userIds) {
      const newest = { $topN: { n: LONGEST_LIST, sortBy: { lastUsedAt: -1 }, output: '$$ROOT' } } as const;
      const found = await sessions.aggregate<{ _id: string; records: SessionRecord[] }>([
        { $match: { userId: { $in: [...userIds] }, ...alive(now()) } },
        { $group: { _id: '$userId', records: newest } },
      ]);
      const byUser = new Map(found.map(({ _id, records }) => [_id, records.map(toView)]));
      return userIds.map((userId) => byUser.get(userId) ?? []);
    },

    end: async (userId, sessionId, origin) => (await endMatching({ _id: sessionId, userId }, origin)) > 0,
    endAll: (userId, origin) => endMatching({ userId }, origin),
    endAllWithin: (transaction, userId, origin, except) =>
      endSessions(transaction, { userId, ...(except && { _id: { $ne: except } }) }, origin),
  };
}

/** What the audit log keeps of a proof. */
function proofDetails(proof: SignInProof): Record<string, string> {
  return proof.method === 'OPENID' ? { method: proof.method, provider: proof.provider } : { method: proof.method };
}

function later(from: Date, seconds: number): Date {
  return new Date(from.getTime() + seconds * 1000);
}

function toView(record: SessionRecord): SessionView {
  const { _id: id, userId, createdAt, lastUsedAt, userAgent, ip } = record;
  return { id, userId, createdAt, lastUsedAt, expiresAt: record.idleExpiresAt, userAgent, ip };
}
