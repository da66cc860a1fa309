import type { AccountDeletionResolvers } from './../../types.generated.js';

/** A deletion that was asked for; its fields are those of the record. */
export const AccountDeletion: AccountDeletionResolvers = {};
