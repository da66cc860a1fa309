import type { MutationResolvers } from './../../../types.generated.js';

/** Begins a sign-in at a provider. */
export const startOpenIdSignIn: NonNullable<MutationResolvers['startOpenIdSignIn']> = (
  _parent,
  { provider },
  context,
) => context.services.openId.signIns.start(String(provider), context);
