import type { AuthPayloadResolvers } from './../../types.generated.js';

/** The tokens of a session; its fields are those of the service's `SessionGrant`. */
export const AuthPayload: AuthPayloadResolvers = {};
