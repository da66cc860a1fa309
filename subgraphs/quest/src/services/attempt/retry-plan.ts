import { type Model, trusted } from 'mongoose';
import type { AttemptRecord } from '../../models/attempt.model.js';

/** Says when what could not be judged is tried again. It is kept with the attempts, so that a restart forgets nothing. */
export interface RetryPlan {
  /** What waits and may be tried now, oldest first. */
  due(now: Date): AsyncIterable<AttemptRecord>;
  /** Counts a try and keeps other replicas off while it lasts. Null when another one was faster; else the attempt's tries. */
  begin(attempt: AttemptRecord, now: Date): Promise<number | null>;
  /** Takes a try back that said nothing about the attempt: the grader was away. */
  takeBack(attempt: AttemptRecord): Promise<void>;
  /** Puts it off, after each try for twice as long. */
  postpone(attempt: AttemptRecord, tries: number, now: Date): Promise<void>;
}

/** Tries after which nobody can expect another outcome. With the pauses between them they take an hour and a half. */
export const MOST_TRIES = 10;

const FIRST_PAUSE_MS = 10_000;
const LONGEST_PAUSE_MS = 3_600_000;

/** Longer than one answer takes to be graded, waiting included. */
const TRY_MS = 60_000;

/** The plan of a collection of attempts. */
export function createRetryPlan(attempts: Model<AttemptRecord>): RetryPlan {
  const triedAs = ({ _id, tries }: AttemptRecord) => ({ _id, state: 'PENDING', tries: tries ?? null }) as const;
  return {
    due: (now) =>
      attempts
        .find({ state: 'PENDING', $or: [{ nextTryAt: null }, { nextTryAt: trusted({ $lte: now }) }] })
        .sort({ submittedAt: 1 })
        .lean<AttemptRecord[]>()
        .cursor(),

    async begin(attempt, now) {
      const tries = (attempt.tries ?? 0) + 1;
      const change = { tries, nextTryAt: new Date(now.getTime() + TRY_MS) };
      const { matchedCount } = await attempts.updateOne(triedAs(attempt), change);
      return matchedCount === 1 ? tries : null;
    },

    async takeBack({ _id, tries = 0 }) {
      await attempts.updateOne({ _id, state: 'PENDING', tries: tries + 1 }, { tries, nextTryAt: null });
    },

    async postpone({ _id }, tries, now) {
      const pauseMs = Math.min(FIRST_PAUSE_MS * 2 ** (tries - 1), LONGEST_PAUSE_MS);
      await attempts.updateOne({ _id, state: 'PENDING' }, { nextTryAt: new Date(now.getTime() + pauseMs) });
    },
  };
}
