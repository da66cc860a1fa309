/** A suspension, as it is stored with its account. */
export type { SuspensionRecord as SuspensionMapper } from '../../models/account.model.js';
