import type { UserResolvers } from '../../types.generated.js';

export const User: Pick<UserResolvers, 'achievements'> = {
  achievements: ({ id }, _args, { loaders }) => loaders.held.load(id),
};
