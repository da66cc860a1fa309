import type { UserResolvers } from './../../types.generated.js';

/** The deletion that the account's owner asked for. */
export const User: Pick<UserResolvers, 'deletion' | '__resolveReference'> = {
  deletion: (user) => ('deletion' in user && user.deletion ? user.deletion : null),
};
