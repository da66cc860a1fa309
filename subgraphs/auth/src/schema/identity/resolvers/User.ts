import type { UserResolvers } from './../../types.generated.js';

/** The ways into an account; `hasPassword` is a field of the service's `Account`. */
export const User: Pick<UserResolvers, 'hasPassword' | 'identities' | '__resolveReference'> = {
  identities: ({ id }, _args, { loaders }) => loaders.identities.load(String(id)),
};
