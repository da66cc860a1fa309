import type { QueryResolvers } from '../../../types.generated.js';

export const quests: NonNullable<QueryResolvers['quests']> = (_parent, args, { services, caller }) =>
  services.catalogue.list(args, caller.language);
