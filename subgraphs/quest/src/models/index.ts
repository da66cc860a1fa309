import type { Connection } from 'mongoose';
import { achievementModel, unlockedAchievementModel } from './achievement.model.js';
import { attemptModel } from './attempt.model.js';
import { boardScoreModel } from './board-score.model.js';
import { categoryModel } from './category.model.js';
import { departedTotalsModel } from './departed-totals.model.js';
import { learnerModel, questionBestModel } from './learner.model.js';
import { playerModel } from './player.model.js';
import { progressModel } from './progress.model.js';
import { questModel } from './quest.model.js';
import { questDraftModel } from './quest-draft.model.js';
import { questVersionModel } from './quest-version.model.js';
import { reviewModel } from './review.model.js';
import { reviewCardModel } from './review-card.model.js';

/** Every collection this service owns. */
export type Models = ReturnType<typeof createModels>;

/** The collections of one connection. */
export function createModels(connection: Connection) {
  return {
    quests: questModel(connection),
    questDrafts: questDraftModel(connection),
    questVersions: questVersionModel(connection),
    categories: categoryModel(connection),
    achievements: achievementModel(connection),
    unlocked: unlockedAchievementModel(connection),
    progress: progressModel(connection),
    attempts: attemptModel(connection),
    learners: learnerModel(connection),
    questionBests: questionBestModel(connection),
    boardScores: boardScoreModel(connection),
    players: playerModel(connection),
    departedTotals: departedTotalsModel(connection),
    reviewCards: reviewCardModel(connection),
    reviews: reviewModel(connection),
  };
}
