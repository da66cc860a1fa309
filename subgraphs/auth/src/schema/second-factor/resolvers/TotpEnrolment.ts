import type { TotpEnrolmentResolvers } from './../../types.generated.js';

/** What an authenticator app needs; its fields are those of the service's `TotpEnrolment`. */
export const TotpEnrolment: TotpEnrolmentResolvers = {};
