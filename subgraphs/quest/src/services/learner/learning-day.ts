import { badUserInput, type FieldProblem } from '@doctorpy/service-kit/errors';
import { inTransaction } from '@doctorpy/service-kit/mongo';
import { IANAZone } from 'luxon';
import type { Connection } from 'mongoose';
import type { LearnerRecord } from '../../models/learner.model.js';
import type { Actor } from '../actor.js';
import { dayEnd } from '../calendar/period.js';
import { currentStreakOn, freezesOn } from '../calendar/streak.js';
import type { Clock } from '../clock.js';
import type { Learners } from './learners.js';
import { answersOn, learningDayOf, zoneOf } from './totals.js';

/** A learner's own day: when it ends, what is aimed at, what is done. */
export interface LearningDay {
  userId: string;
  /** IANA name; the platform's zone until the learner chooses one. */
  timeZone: string;
  endsAt: Date;
  /** Answers aimed at each day. */
  dailyGoal: number;
  answersToday: number;
  goalReached: boolean;
  streakDays: number;
  streakFreezes: number;
}

/** What to change; absent or null stays. */
export interface LearningDayChange {
  timeZone?: string | null;
  dailyGoal?: number | null;
}

/** Most answers a day that can be aimed at. */
const MAX_DAILY_GOAL = 100;

/** Learners' days. */
export type LearningDays = ReturnType<typeof createLearningDays>;

/** Reads learners' days, and keeps what they chose about them. */
export function createLearningDays({ connection, learners, clock }: LearningDayDeps) {
  return {
    /** The present day of each learner, in the order of `userIds`. */
    ofAll: async (userIds: readonly string[]): Promise<LearningDay[]> =>
      (await learners.ofAll(userIds)).map((learner) => toDay(learner, clock)),

    /** Changes the caller's day from now on. BAD_USER_INPUT with all problems; UNAUTHENTICATED for a deleted account. */
    async update({ userId }: Actor, change: LearningDayChange): Promise<LearningDay> {
      const problems = problemsOf(change);
      if (problems.length > 0) throw badUserInput(problems);
      return inTransaction(connection, async (session) => {
        const learner = await learners.load(session, userId);
        learner.timeZone = change.timeZone ?? learner.timeZone;
        learner.dailyGoal = change.dailyGoal ?? learner.dailyGoal;
        await learners.save(session, learner);
        return toDay(learner, clock);
      });
    },
  };
}

/** What learners' days need. */
export interface LearningDayDeps {
  connection: Connection;
  learners: Pick<Learners, 'ofAll' | 'load' | 'save'>;
  clock: Clock;
}

function toDay(learner: LearnerRecord, clock: Clock): LearningDay {
  const timeZone = zoneOf(learner, clock);
  const today = learningDayOf(learner, clock.now(), clock);
  const answersToday = answersOn(learner, today);
  return {
    userId: learner._id,
    timeZone,
    endsAt: dayEnd(today, timeZone),
    dailyGoal: learner.dailyGoal,
    answersToday,
    goalReached: answersToday >= learner.dailyGoal,
    streakDays: currentStreakOn(learner, today),
    streakFreezes: freezesOn(learner, today),
  };
}

function problemsOf({ timeZone, dailyGoal }: LearningDayChange): FieldProblem[] {
  const problems: FieldProblem[] = [];
  if (timeZone != null && !IANAZone.isValidZone(timeZone)) {
    problems.push({
      path: ['input', 'timeZone'],
      code: 'UNKNOWN_TIME_ZONE',
      text: {
        fr: 'Ce fuseau horaire n’existe pas : indiquez un nom comme Europe/Paris.',
        en: 'This time zone does not exist: give a name such as Europe/Paris.',
      },
    });
  }
  if (dailyGoal != null && (dailyGoal < 1 || dailyGoal > MAX_DAILY_GOAL)) {
    problems.push({
      path: ['input', 'dailyGoal'],
      code: 'OUT_OF_RANGE',
      text: {
        fr: `L’objectif quotidien doit être compris entre 1 et ${MAX_DAILY_GOAL} réponses.`,
        en: `The daily goal must be between 1 and ${MAX_DAILY_GOAL} answers.`,
      },
    });
  }
  return problems;
}
