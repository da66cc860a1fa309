/** Says when what could not be judged is tried again. */
export interface RetryPlan {
  isDue(id: string, now: Date): boolean;
  /** Puts it off, each time for twice as long. */
  postpone(id: string, now: Date): void;
  forget(id: string): void;
}

const FIRST_PAUSE_MS = 10_000;
const LONGEST_PAUSE_MS = 3_600_000;

/** An empty plan. It lives in memory: a restart tries everything at once again. */
export function createRetryPlan(): RetryPlan {
  const postponed = new Map<string, { pauseMs: number; until: number }>();
  return {
    isDue: (id, now) => now.getTime() >= (postponed.get(id)?.until ?? 0),
    postpone(id, now) {
      const before = postponed.get(id);
      const pauseMs = before ? Math.min(2 * before.pauseMs, LONGEST_PAUSE_MS) : FIRST_PAUSE_MS;
      postponed.set(id, { pauseMs, until: now.getTime() + pauseMs });
    },
    forget: (id) => void postponed.delete(id),
  };
}
