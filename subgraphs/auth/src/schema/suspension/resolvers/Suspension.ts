import type { SuspensionResolvers } from './../../types.generated.js';

/** A suspension, and who ordered it if their account still exists. */
export const Suspension: SuspensionResolvers = {
  by: ({ byId }, _args, { loaders }) => (byId === null ? null : loaders.users.load(byId)),
};
