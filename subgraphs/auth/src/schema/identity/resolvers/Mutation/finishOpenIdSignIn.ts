import { signedIn } from '../../../../context.js';
import type { MutationResolvers } from './../../../types.generated.js';

/** Opens a session for whoever a provider vouches for. */
export const finishOpenIdSignIn: NonNullable<MutationResolvers['finishOpenIdSignIn']> = async (
  _parent,
  { input },
  context,
) => {
  const answer = { ...input, provider: String(input.provider) };
  return signedIn(context, await context.services.openId.signIns.finish(answer, context));
};
