import DataLoader from 'dataloader';
import type { Account } from './services/account/account.js';
import type { AuthServices } from './services/create-services.js';
import type { IdentityView } from './services/openid/identities.js';
import type { SessionView } from './services/session/sessions.js';

/** One request's view of the data: everything asked for one by one is read together, once. */
export type Loaders = ReturnType<typeof createLoaders>;

/** The loaders of one request; null for an unknown id. */
export function createLoaders({ accounts, openId, secondFactors, sessions }: AuthServices) {
  return {
    users: new DataLoader<string, Account | null>((ids) => accounts.byIds(ids)),
    // Read together, and each time anew: mutations of the same request change them.
    sessions: new DataLoader<string, SessionView[]>((userIds) => sessions.listOf(userIds), ANEW),
    identities: new DataLoader<string, IdentityView[]>((userIds) => openId.identities.listOf(userIds), ANEW),
    recoveryCodesLeft: new DataLoader<string, number>((userIds) => secondFactors.recoveryCodesLeft(userIds), ANEW),
  };
}

const ANEW = { cache: false } as const;
