import type { LearningDayResolvers } from './../../types.generated.js';

/** A learner's own day: every field is as the service gives it. */
export const LearningDay: LearningDayResolvers = {};
