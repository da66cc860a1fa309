import DataLoader from 'dataloader';
import type { Account } from './services/account/account.js';
import type { AuthServices } from './services/create-services.js';

/** One request's view of the data: everything asked for one by one is read together, once. */
export type Loaders = ReturnType<typeof createLoaders>;

/** The loaders of one request; null for an unknown id. */
export function createLoaders({ accounts }: AuthServices) {
  return {
    users: new DataLoader<string, Account | null>((ids) => accounts.byIds(ids)),
  };
}
