import type { UserResolvers } from './../../types.generated.js';

/** The roles of an account, a field of the service's `Account`. */
export const User: Pick<UserResolvers, 'roles' | '__resolveReference'> = {};
