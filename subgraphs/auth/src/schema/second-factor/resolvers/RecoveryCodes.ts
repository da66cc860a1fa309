import type { RecoveryCodesResolvers } from './../../types.generated.js';

/** New recovery codes; its fields are those of the service's `RecoveryCodes`. */
export const RecoveryCodes: RecoveryCodesResolvers = {};
