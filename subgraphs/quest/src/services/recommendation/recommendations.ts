import { pageSize } from '@doctorpy/service-kit/pagination';
import type { Models } from '../../models/index.js';
import type { LearnerRecord } from '../../models/learner.model.js';
import type { ProgressRecord } from '../../models/progress.model.js';
import type { Masteries } from '../mastery/masteries.js';
import { type Recommendation, recommend } from './recommend.js';

/** What recommending needs. */
export interface RecommendationDeps {
  models: Pick<Models, 'learners' | 'progress'>;
  masteries: Masteries;
}

/** Tells learners what to do next. */
export type Recommendations = ReturnType<typeof createRecommendations>;

/** Reads what a learner has done and knows, in four queries. */
export function createRecommendations({ models: { learners, progress }, masteries }: RecommendationDeps) {
  return {
    /** The first quests that do the learner good now, as `recommend` says. BAD_USER_INPUT for a size that cannot be used. */
    async of(userId: string, first: number): Promise<(Recommendation & { userId: string })[]> {
      const size = pageSize(first);
      const [{ concepts, outlines }, learner, runs] = await Promise.all([
        masteries.of(userId),
        learners.findById(userId, { completedQuestIds: 1 }).lean<Pick<LearnerRecord, 'completedQuestIds'>>(),
        progress
          .find({ userId, status: 'IN_PROGRESS' }, { questId: 1 })
          .sort({ startedAt: -1, _id: -1 })
          .lean<Pick<ProgressRecord, 'questId'>[]>(),
      ]);
      const found = recommend(outlines, {
        underWay: runs.map(({ questId }) => questId),
        completed: new Set(learner?.completedQuestIds),
        mastery: new Map(concepts.map(({ concept, mastery }) => [concept, mastery])),
      });
      return found.slice(0, size).map((recommendation) => ({ ...recommendation, userId }));
    },
  };
}
