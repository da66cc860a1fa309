import type { SuspensionRecord } from '../../models/account.model.js';

/** The suspension in force at a moment, or null. */
export function suspensionAt(account: { suspension?: SuspensionRecord | null }, at: Date): SuspensionRecord | null {
  const suspension = account.suspension ?? null;
  return suspension && (suspension.until === null || suspension.until > at) ? suspension : null;
}

/** Finds the accounts that may sign in at a moment. */
export const notSuspended = (at: Date) => ({
  $or: [{ suspension: null }, { 'suspension.until': { $lte: at } }],
});
