import type { OpenIdSignInResolvers } from './../../types.generated.js';

/** A sign-in that has begun; its fields are those of the service's `StartedSignIn`. */
export const OpenIdSignIn: OpenIdSignInResolvers = {};
