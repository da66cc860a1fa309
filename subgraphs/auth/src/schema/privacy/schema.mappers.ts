/** A deletion, as it is stored with its account. */
export type { DeletionRecord as AccountDeletionMapper } from '../../models/account.model.js';

/** An export that has begun: whose data it is (`personalDataId`), and since when. */
export interface PersonalDataMapper {
  id: string;
  generatedAt: Date;
}
