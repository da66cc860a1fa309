import { present } from '../../../loaders.js';
import type { QuestionProgressResolvers } from '../../types.generated.js';

export const QuestionProgress: Pick<QuestionProgressResolvers, 'lastResult'> = {
  lastResult: async ({ question, entry }, _args, { loaders }) => {
    if (entry.lastAttemptId === null) return null;
    const attempt = present(await loaders.attempts.load(entry.lastAttemptId), `attempt ${entry.lastAttemptId}`);
    const progress = present(await loaders.progress.load(attempt.progressId), `progress ${attempt.progressId}`);
    return { attempt, progress, question, leftAside: false };
  },
};
