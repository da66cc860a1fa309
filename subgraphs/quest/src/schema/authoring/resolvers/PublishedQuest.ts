import { questView } from '../../../services/catalogue/quest-view.js';
import type { PublishedQuestResolvers } from '../../types.generated.js';

export const PublishedQuest: PublishedQuestResolvers = {
  quest: (record, _args, { caller }) => questView(record, caller.language),
};
