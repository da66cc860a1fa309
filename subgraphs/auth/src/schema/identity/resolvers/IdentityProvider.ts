import type { IdentityProviderResolvers } from './../../types.generated.js';

/** A provider; its fields are those of the service's `Provider`. */
export const IdentityProvider: IdentityProviderResolvers = {};
