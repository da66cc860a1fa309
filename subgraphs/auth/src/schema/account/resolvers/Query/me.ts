import type { QueryResolvers } from './../../../types.generated.js';

/** The caller's account; null when anonymous. */
export const me: NonNullable<QueryResolvers['me']> = (_parent, _args, { caller, usersById }) =>
  caller.userId === null ? null : usersById.load(caller.userId);
