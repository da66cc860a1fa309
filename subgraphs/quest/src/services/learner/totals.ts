import { v4 as uuid } from 'uuid';
import type { LearnerRecord } from '../../models/learner.model.js';
import { extendStreak, NO_STREAK } from '../calendar/streak.js';

/** Longest pause between two acts that still counts as time spent learning, in seconds. */
const MAX_PAUSE_SECONDS = 300;

/** The totals of a learner who has not done anything yet. */
export function newLearner(userId: string): LearnerRecord {
  return {
    _id: userId,
    playerId: uuid(),
    score: 0,
    questsStarted: 0,
    questsCompleted: 0,
    completedQuestIds: [],
    perfectQuestIds: [],
    questionsCorrect: 0,
    answersSubmitted: 0,
    answersGraded: 0,
    answersCorrect: 0,
    timeSpentSeconds: 0,
    lastActiveAt: null,
    ...NO_STREAK,
  };
}

/** Counts the time since the learner's previous act, pauses over five minutes as none of it. Changes `learner`. */
export function countTime(learner: LearnerRecord, at: Date): void {
  const pause = learner.lastActiveAt === null ? 0 : (at.getTime() - learner.lastActiveAt.getTime()) / 1000;
  if (pause > 0 && pause <= MAX_PAUSE_SECONDS) learner.timeSpentSeconds += Math.round(pause);
  learner.lastActiveAt = at;
}

/** Counts an answer on the local day `day` for the streak. Changes `learner`. */
export function countAnswerDay(learner: LearnerRecord, day: string): void {
  Object.assign(learner, extendStreak(learner, day));
}
