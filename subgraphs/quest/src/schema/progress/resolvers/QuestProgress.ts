import { present } from '../../../loaders.js';
import { questVersionId } from '../../../models/quest-version.model.js';
import { answeredCount, questionProgresses } from '../../../services/progress/question-progress.js';
import type { QuestProgressResolvers } from '../../types.generated.js';

export const QuestProgress: QuestProgressResolvers = {
  __resolveReference: async ({ id }, { loaders, caller }) => {
    const progress = await loaders.progress.load(String(id));
    // Somebody else's progress does not exist for the caller.
    return progress && (progress.userId === caller.userId || caller.roles.includes('ADMIN')) ? progress : null;
  },
  id: ({ _id }) => _id,
  quest: async ({ questId }, _args, { loaders }) => present(await loaders.quests.load(questId), `quest ${questId}`),
  answeredCount,
  questionCount: ({ questions }) => questions.length,
  questions: async (progress, _args, { loaders }) => {
    const versionId = questVersionId(progress.questId, progress.questVersion);
    const version = present(await loaders.versions.load(versionId), `quest version ${versionId}`);
    return questionProgresses(progress, version.content);
  },
};
