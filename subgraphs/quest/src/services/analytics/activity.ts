import { type PipelineStage, trusted } from 'mongoose';
import type { Models } from '../../models/index.js';

/** What a learner did on one day of theirs. */
export interface ActivityDay {
  /** Local calendar day, as 2026-11-22. */
  day: string;
  /** Answers submitted, in runs and in review. */
  answerCount: number;
  /** Those of them that have a grade. */
  graded: number;
  correct: number;
  /** Those of the answers that were given in review. */
  reviews: number;
  /** Time between two answers, pauses over five minutes left out. */
  secondsSpent: number;
}

/** Longest pause between two answers that still counts as time spent learning, in milliseconds. */
const MAX_PAUSE_MS = 300_000;

/** Reads what learners did. Each call is one indexed query over one learner's answers, summed up by MongoDB. */
export function createActivity({ attempts, reviews }: Pick<Models, 'attempts' | 'reviews'>) {
  return {
    /** The days since `from` with at least one answer, in order, as days of `timeZone`. */
    async days(userId: string, from: Date, timeZone: string): Promise<ActivityDay[]> {
      const days = await attempts.aggregate<Omit<ActivityDay, 'day'> & { _id: string }>([
        ...answersSince(userId, from, false),
        { $unionWith: { coll: reviews.collection.name, pipeline: answersSince(userId, from, true) } },
        { $setWindowFields: { sortBy: { at: 1 }, output: { before: { $shift: { output: '$at', by: -1 } } } } },
        {
          $group: {
            _id: { $dateToString: { date: '$at', format: '%Y-%m-%d', timezone: timeZone } },
            answerCount: { $sum: 1 },
            graded: { $sum: { $cond: [{ $ne: ['$verdict', 'NOT_GRADED'] }, 1, 0] } },
            correct: { $sum: { $cond: [{ $eq: ['$verdict', 'CORRECT'] }, 1, 0] } },
            reviews: { $sum: { $cond: ['$review', 1, 0] } },
            milliseconds: { $sum: { $cond: [{ $lte: [PAUSE, MAX_PAUSE_MS] }, PAUSE, 0] } },
          },
        },
        { $sort: { _id: 1 } },
        {
          $project: {
            answerCount: 1,
            graded: 1,
            correct: 1,
            reviews: 1,
            secondsSpent: { $toInt: { $round: { $divide: ['$milliseconds', 1000] } } },
          },
        },
      ]);
      return days.map(({ _id: day, ...sums }) => ({ day, ...sums }));
    },

    /** When each question was first answered correctly in a run, in order; no more than there are questions. */
    async firstSolved(userId: string): Promise<Date[]> {
      const found = await attempts.aggregate<{ at: Date }>([
        { $match: { userId, 'grade.verdict': 'CORRECT' } },
        { $group: { _id: { quest: '$questId', question: '$questionKey' }, at: { $min: '$submittedAt' } } },
        { $sort: { at: 1 } },
      ]);
      return found.map(({ at }) => at);
    },
  };
}

/** Null before the first answer, which MongoDB sorts below every number and sums as nothing. */
const PAUSE = { $subtract: ['$at', '$before'] };

type Stage = PipelineStage.Match | PipelineStage.Project;

function answersSince(userId: string, from: Date, review: boolean): Stage[] {
  return [
    { $match: { userId, submittedAt: trusted({ $gte: from }) } },
    { $project: { _id: 0, at: '$submittedAt', verdict: '$grade.verdict', review: { $literal: review } } },
  ];
}
