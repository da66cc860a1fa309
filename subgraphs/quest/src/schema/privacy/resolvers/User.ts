import type { UserResolvers } from './../../types.generated.js';

/** The settings of a learner. */
export const User: Pick<UserResolvers, 'privacy' | '__resolveReference'> = {
  privacy: ({ id }, _args, { loaders }) => loaders.privacy.load(id),
};
