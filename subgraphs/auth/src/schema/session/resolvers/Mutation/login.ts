import type { MutationResolvers } from './../../../types.generated.js';

/** Opens a session. */
export const login: NonNullable<MutationResolvers['login']> = (_parent, { input }, context) =>
  context.logins.login(input, context);
