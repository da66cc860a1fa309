export type { ProgressRecord as QuestProgressMapper } from '../../models/progress.model.js';
export type { LearningDay as LearningDayMapper } from '../../services/learner/learning-day.js';
export type { QuestionProgressView as QuestionProgressMapper } from '../../services/progress/question-progress.js';

/** A learner as quest knows one: by id. */
export interface UserMapper {
  id: string;
}
