import type { SessionResolvers } from './../../types.generated.js';

/** A session; `User.sessions` gives all of its fields. */
export const Session: SessionResolvers = {};
