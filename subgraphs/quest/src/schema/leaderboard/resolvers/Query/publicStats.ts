import type { QueryResolvers } from '../../../types.generated.js';

export const publicStats: NonNullable<QueryResolvers['publicStats']> = (_parent, _args, { services }) =>
  services.learners.publicStats();
