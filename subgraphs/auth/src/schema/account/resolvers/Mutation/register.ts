import type { MutationResolvers } from './../../../types.generated.js';

/** Makes an account and signs it in. */
export const register: NonNullable<MutationResolvers['register']> = (_parent, { input }, context) =>
  context.accounts.register(input, context);
