import { type ClientSession, type Model, trusted } from 'mongoose';
import { graderUnavailable } from '../../errors.js';
import type { AttemptRecord } from '../../models/attempt.model.js';

/** Most answers of one learner that wait for the grader: more than anybody writes while it restarts. */
const MOST_OF_ONE_LEARNER = 20;

/** Most answers that wait in all: an hour's work of one grader. */
const MOST_IN_ALL = 20_000;

/** The answers that were kept while the grader was away: a bounded queue in Mongo. */
export function createBacklog(attempts: Model<AttemptRecord>) {
  return {
    /** How many answers to one question of a run wait, without `own`. */
    waitingFor(
      progressId: string,
      questionKey: string,
      own: AttemptRecord | null,
      session: ClientSession | null,
    ): Promise<number> {
      const others = own ? { _id: trusted({ $ne: own._id }) } : {};
      return attempts.countDocuments({ progressId, questionKey, state: 'PENDING', ...others }).session(session);
    },

    /** The newest answer to one question of a run that waits, without `own`. */
    newestOf(
      progressId: string,
      questionKey: string,
      own: AttemptRecord,
      session: ClientSession,
    ): Promise<AttemptRecord | null> {
      return attempts
        .findOne({ progressId, questionKey, state: 'PENDING', _id: trusted({ $ne: own._id }) })
        .sort({ submittedAt: -1 })
        .session(session)
        .lean<AttemptRecord>();
    },

    /** How many wait in all. */
    countAll: (): Promise<number> => attempts.countDocuments(all()),

    /** GRADER_UNAVAILABLE when there is no room for one more answer of this learner. */
    async checkRoom(userId: string, session: ClientSession): Promise<void> {
      const theirs = { userId, state: 'PENDING' } as const;
      if (
        (await attempts.countDocuments(theirs, { session, limit: MOST_OF_ONE_LEARNER })) >= MOST_OF_ONE_LEARNER ||
        (await attempts.countDocuments(all(), { session, limit: MOST_IN_ALL })) >= MOST_IN_ALL
      ) {
        throw graderUnavailable();
      }
    },
  };
}

/** Every answer that waits, by the index that holds these alone. */
function all() {
  return { state: 'PENDING', submittedAt: trusted({ $gt: new Date(0) }) } as const;
}
