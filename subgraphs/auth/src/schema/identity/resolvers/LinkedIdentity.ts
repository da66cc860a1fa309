import type { LinkedIdentityResolvers } from './../../types.generated.js';

/** An identity; its fields are those of the service's `IdentityView`. */
export const LinkedIdentity: LinkedIdentityResolvers = {};
