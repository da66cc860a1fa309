import type { QueryResolvers } from './../../../types.generated.js';

/** The providers that people may sign in with. */
export const identityProviders: NonNullable<QueryResolvers['identityProviders']> = async (
  _parent,
  _args,
  { services },
) => services.openId.providers.all.map(({ id, label }) => ({ id, label }));
