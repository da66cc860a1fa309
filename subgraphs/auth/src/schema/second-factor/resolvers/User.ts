import type { UserResolvers } from './../../types.generated.js';

/** The second factor of an account. */
export const User: Pick<UserResolvers, 'secondFactor' | '__resolveReference'> = {
  // Read anew: a mutation of the same request may just have changed it.
  secondFactor: ({ id }, _args, { loaders }) => loaders.users.clear(String(id)).load(String(id)),
};
