import type { MutationResolvers } from './../../../types.generated.js';

/** Suspends an account and ends its sessions. */
export const suspendUser: NonNullable<MutationResolvers['suspendUser']> = (_parent, { input }, context) => {
  const { userId, reason, until } = input;
  return context.services.suspensions.suspend({ userId, reason, until: until ? new Date(until) : null }, context);
};
