import type { ClientSession } from 'mongoose';
import type { Models } from '../../models/index.js';

/** Is an address kept for an account that may still return to it? */
export type AddressReserved = (
  transaction: ClientSession,
  email: string,
  /** `except` is an account that it is not kept from; with `proved`, only accounts that had proved it count. */
  options?: { except?: string; proved?: true },
) => Promise<boolean>;

/** The reserved addresses of one database: those that a link to undo a change leads back to. */
export function createAddressReserved({ recoveryGrants }: Pick<Models, 'recoveryGrants'>): AddressReserved {
  return async (transaction, email, { except, proved } = {}) => {
    const kept = {
      email,
      purpose: 'UNDO_EMAIL_CHANGE',
      ...(except && { userId: { $ne: except } }),
      ...(proved && { emailVerified: true }),
    } as const;
    return (await recoveryGrants.exists(kept).session(transaction)) !== null;
  };
}
