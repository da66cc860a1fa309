import type { QueryResolvers } from './../../../types.generated.js';

/** The caller's account; null when anonymous. */
export const me: NonNullable<QueryResolvers['me']> = (_parent, _args, { caller, loaders }) =>
  caller.userId === null ? null : loaders.users.load(caller.userId);
