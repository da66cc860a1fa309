import type { QueryResolvers } from '../../../types.generated.js';

export const categories: NonNullable<QueryResolvers['categories']> = (_parent, _args, { services, caller }) =>
  services.catalogue.categories(caller.language);
