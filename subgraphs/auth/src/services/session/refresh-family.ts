import type { AccountRecord } from '../../models/account.model.js';
import type { Models } from '../../models/index.js';
import type { RefreshTokenRecord } from '../../models/refresh-token.model.js';
import type { SessionRecord } from '../../models/session.model.js';

/** A refresh token with the session it belongs to and the account behind that. */
export interface RefreshFamily {
  token: RefreshTokenRecord;
  session: SessionRecord;
  /** Null when the account is gone. */
  account: AccountRecord | null;
}

/** Finds what belongs to a stored refresh token (its hash); null when there is no such token or session. */
export type FindRefreshFamily = (tokenHash: string) => Promise<RefreshFamily | null>;

/** One question instead of three: clients refresh all the time. */
export function createFindRefreshFamily({ accounts, refreshTokens, sessions }: Models): FindRefreshFamily {
  return async (tokenHash) => {
    const [found] = await refreshTokens.aggregate<Found>([
      { $match: { _id: tokenHash } },
      { $lookup: { from: sessions.collection.name, localField: 'sessionId', foreignField: '_id', as: 'session' } },
      { $lookup: { from: accounts.collection.name, localField: 'session.userId', foreignField: '_id', as: 'account' } },
    ]);
    if (!found) return null;
    const { session: [session] = [], account: [account] = [], ...token } = found;
    return session ? { token, session, account: account ?? null } : null;
  };
}

type Found = RefreshTokenRecord & { session: SessionRecord[]; account: AccountRecord[] };
