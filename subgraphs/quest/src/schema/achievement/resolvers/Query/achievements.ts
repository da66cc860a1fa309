import type { QueryResolvers } from './../../../types.generated.js';

/** All achievements there are. */
export const achievements: NonNullable<QueryResolvers['achievements']> = (_parent, _args, { services, caller }) =>
  services.achievements.all(caller.language);
