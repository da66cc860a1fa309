import type { UserResolvers } from '../../types.generated.js';

export const User: Pick<UserResolvers, 'analytics' | '__resolveReference'> = {
  analytics: ({ id }, { days }, { services }) => services.analytics.of(id, days),
};
