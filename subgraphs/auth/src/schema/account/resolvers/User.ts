import type { UserResolvers } from './../../types.generated.js';

/** An account; its fields are those of the service's `Account`. */
export const User: Pick<
  UserResolvers,
  'createdAt' | 'displayName' | 'email' | 'emailVerified' | 'id' | 'language' | 'timeZone' | '__resolveReference'
> = {
  __resolveReference: ({ id }, { loaders }) => loaders.users.load(String(id)),
};
