export type { QuestRecord as PublishedQuestMapper } from '../../models/quest.model.js';
export type { QuestDraftRecord as QuestDraftMapper } from '../../models/quest-draft.model.js';
export type { DraftTrial as DraftAnswerResultMapper } from '../../services/publishing/drafts.js';
