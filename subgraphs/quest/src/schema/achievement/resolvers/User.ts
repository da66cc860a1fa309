import type { UserResolvers } from '../../types.generated.js';

export const User: Pick<UserResolvers, 'achievements' | '__resolveReference'> = {
  achievements: ({ id }, _args, { loaders }) => loaders.held.load(id),
};
