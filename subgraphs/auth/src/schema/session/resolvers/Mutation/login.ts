import { signedIn } from '../../../../context.js';
import type { MutationResolvers } from './../../../types.generated.js';

/** Opens a session. */
export const login: NonNullable<MutationResolvers['login']> = async (_parent, { input }, context) =>
  signedIn(context, await context.services.logins.login(input, context));
