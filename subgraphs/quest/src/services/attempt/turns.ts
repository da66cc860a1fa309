import { tooManyAtOnce } from '../../errors.js';

/** Most programs of one learner that wait for their turn: far more than anybody writes at once. */
const MOST_WAITING = 30;

/** Turns of many learners: each learner's work is done one by one, different learners' side by side. */
export function createTurns() {
  const lines = new Map<string, Line>();
  return {
    /** Does the work once what the same learner asked for before is done. RATE_LIMITED when too much waits. */
    async take<T>(userId: string, work: () => Promise<T>): Promise<T> {
      const line = lines.get(userId) ?? { end: Promise.resolve(), length: 0 };
      if (line.length >= MOST_WAITING) throw tooManyAtOnce();
      lines.set(userId, line);
      line.length += 1;
      const turn = line.end.then(work);
      line.end = turn.catch(() => undefined);
      try {
        return await turn;
      } finally {
        line.length -= 1;
        if (line.length === 0) lines.delete(userId);
      }
    },
  };
}

interface Line {
  /** Settles with the last turn; never rejects. */
  end: Promise<unknown>;
  length: number;
}
