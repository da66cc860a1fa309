import { pageSize } from '@doctorpy/service-kit/pagination';
import type { ActivityDay } from '../../../services/analytics/activity.js';
import { weakest } from '../../../services/analytics/analytics.js';
import type { LearningAnalyticsResolvers } from '../../types.generated.js';

export const LearningAnalytics: LearningAnalyticsResolvers = {
  answerCount: async (analytics) => sum(await analytics.days(), 'answerCount'),
  accuracy: async (analytics) => {
    const days = await analytics.days();
    const graded = sum(days, 'graded');
    return graded === 0 ? null : sum(days, 'correct') / graded;
  },
  secondsSpent: async (analytics) => sum(await analytics.days(), 'secondsSpent'),
  calendar: async ({ days, userId }) => (await days()).map((day) => ({ ...day, userId })),
  progress: async ({ weeks, userId }) => (await weeks()).map((week) => ({ ...week, userId })),
  concepts: async ({ concepts, userId }) => (await concepts()).map((concept) => ({ ...concept, userId })),
  weakestConcepts: async ({ concepts, userId }, { first }) =>
    weakest(await concepts(), pageSize(first)).map((concept) => ({ ...concept, userId })),
};

function sum(days: readonly ActivityDay[], field: 'answerCount' | 'graded' | 'correct' | 'secondsSpent'): number {
  return days.reduce((total, day) => total + day[field], 0);
}
