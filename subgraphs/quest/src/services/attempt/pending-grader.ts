import type { Logger } from '@doctorpy/service-kit/logging';
import type { Attempts } from './attempts.js';

/** What grading later needs. */
export interface PendingGraderDeps {
  attempts: Pick<Attempts, 'gradePending'>;
  /** Whether the grader answers; while it does not, the answers wait in Mongo. */
  isReady: () => Promise<boolean>;
  log: Logger;
  /** Pause between two looks, in milliseconds. @default 5000 */
  everyMs?: number;
}

/** Grades, once the grader is back, what was answered while it was away. Any number of replicas may do so at once. */
export function createPendingGrader({ attempts, isReady, log, everyMs = 5000 }: PendingGraderDeps) {
  let timer: NodeJS.Timeout | undefined;
  let round: Promise<void> = Promise.resolve();
  let stopped = false;

  async function look(): Promise<void> {
    try {
      if (!(await isReady())) return;
      const graded = await attempts.gradePending();
      if (graded > 0) log.info({ graded }, 'attempts.graded_later');
    } catch (err) {
      log.warn({ err }, 'attempts.grading_later_failed');
    }
  }

  function schedule(): void {
    if (stopped) return;
    timer = setTimeout(() => {
      round = look().finally(schedule);
    }, everyMs);
  }

  return {
    /** Begins to look, the first time after one pause. */
    start(): void {
      schedule();
    },
    /** Finishes the round in hand. */
    async stop(): Promise<void> {
      stopped = true;
      clearTimeout(timer);
      await round;
    },
  };
}
