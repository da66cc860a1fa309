/** A learner's settings, as the service gives them. */
export type { PrivacySettings as PrivacySettingsMapper } from '../../services/player/privacy.js';

/** The export of one user's data. */
export interface PersonalDataMapper {
  id: string;
}
