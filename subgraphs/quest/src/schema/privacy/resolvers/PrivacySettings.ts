import { pseudonymOf } from '../../../services/player/pseudonym.js';
import type { PrivacySettingsResolvers } from './../../types.generated.js';

/** How a learner appears to others. */
export const PrivacySettings: PrivacySettingsResolvers = {
  pseudonym: ({ alias }, _args, { caller }) => (alias === null ? null : pseudonymOf(alias, caller.language)),
};
