import { replaceRecord } from '@doctorpy/service-kit/mongo';
import type { ClientSession } from 'mongoose';
import { progressNotFound } from '../../errors.js';
import type { AttemptRecord } from '../../models/attempt.model.js';
import type { Models } from '../../models/index.js';
import type { ProgressRecord } from '../../models/progress.model.js';

/** Reads and writes an attempt together with its run, inside a transaction of the caller. */
export function createAttemptWrites({ attempts, progress: runs }: Pick<Models, 'attempts' | 'progress'>) {
  return {
    /** A run of the learner's. @throws DomainError NOT_FOUND when the account was deleted meanwhile */
    async load(session: ClientSession, progressId: string): Promise<ProgressRecord> {
      const progress = await runs.findById(progressId).session(session).lean<ProgressRecord>();
      if (!progress) throw progressNotFound();
      return progress;
    },

    async save(session: ClientSession, progress: ProgressRecord, attempt: AttemptRecord): Promise<void> {
      await replaceRecord(session, runs, progress);
      await replaceRecord(session, attempts, attempt);
    },
  };
}
