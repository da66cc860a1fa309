import type { ActivityDay } from '../../services/analytics/activity.js';
import type { ProgressWeek } from '../../services/analytics/weeks.js';
import type { ConceptMastery } from '../../services/mastery/concept-mastery.js';
import type { Recommendation } from '../../services/recommendation/recommend.js';

export type { AnalyticsView as LearningAnalyticsMapper } from '../../services/analytics/analytics.js';

/** Whose it is, for access checks. */
interface Owned {
  userId: string;
}

/** A day of one learner. */
export type ActivityDayMapper = ActivityDay & Owned;
/** A week of one learner. */
export type ProgressWeekMapper = ProgressWeek & Owned;
/** What one learner knows. */
export type ConceptMasteryMapper = ConceptMastery & Owned;
/** A quest for one learner. */
export type QuestRecommendationMapper = Recommendation & Owned;
