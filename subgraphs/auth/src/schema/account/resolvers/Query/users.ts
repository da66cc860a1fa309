import type { QueryResolvers } from './../../../types.generated.js';

/** A page of accounts, for administrators. */
export const users: NonNullable<QueryResolvers['users']> = (_parent, query, { services }) =>
  services.directory.page(query);
