import { signedIn } from '../../../../context.js';
import type { MutationResolvers } from './../../../types.generated.js';

/** Makes an account and signs it in. */
export const register: NonNullable<MutationResolvers['register']> = async (_parent, { input }, context) =>
  signedIn(context, await context.services.accounts.register(input, context));
