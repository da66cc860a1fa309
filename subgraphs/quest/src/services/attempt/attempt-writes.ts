import type { ClientSession } from 'mongoose';
import type { AttemptRecord } from '../../models/attempt.model.js';
import type { Models } from '../../models/index.js';
import type { ProgressRecord } from '../../models/progress.model.js';

/** Reads and writes an attempt together with its run, inside a transaction of the caller. */
export function createAttemptWrites({ attempts, progress: runs }: Pick<Models, 'attempts' | 'progress'>) {
  return {
    /** A run that must be there. */
    async load(session: ClientSession, progressId: string): Promise<ProgressRecord> {
      const progress = await runs.findById(progressId).session(session).lean<ProgressRecord>();
      if (!progress) throw new Error(`progress ${progressId} has vanished`);
      return progress;
    },

    async save(session: ClientSession, progress: ProgressRecord, attempt: AttemptRecord): Promise<void> {
      await runs.replaceOne({ _id: progress._id }, progress, { session });
      await attempts.replaceOne({ _id: attempt._id }, attempt, { session, upsert: true });
    },
  };
}
