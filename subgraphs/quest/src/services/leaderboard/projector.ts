import { type EventHandlers, type EventOrigin, publishLive } from '@doctorpy/service-kit/events';
import type { Logger } from '@doctorpy/service-kit/logging';
import type { Redis } from 'ioredis';
import type { AttemptRecord } from '../../models/attempt.model.js';
import type { Models } from '../../models/index.js';
import type { Ranking } from './ranking.js';
import type { BoardRecord } from './record.js';

/** What projecting needs. */
export interface ProjectorDeps {
  models: Pick<Models, 'attempts'>;
  record: BoardRecord;
  ranking: Ranking;
  redis: Redis;
  log: Logger;
}

/** Brings Redis' rankings up to the record. */
export type Projector = ReturnType<typeof createProjector>;

/**
 * Projects the boards that an attempt raised and tells live listeners. It happens twice: at once after the commit, as
 * well as it can, and again by the event, which survives any crash; what is projected already is not announced again.
 */
export function createProjector({ models, record, ranking, redis, log }: ProjectorDeps) {
  return {
    /** Right after the commit. Never fails: the event does it later. */
    async projectNow(attempt: AttemptRecord, origin: EventOrigin): Promise<void> {
      await project(attempt, origin).catch((err: unknown) =>
        log.warn({ err, attemptId: attempt._id, requestId: origin.requestId }, 'leaderboard.projection_postponed'),
      );
    },

    /** By the event, at least once. */
    handlers: {
      async ANSWER_GRADED({ payload, actorId, requestId, traceparent }, session) {
        const attempt = await models.attempts.findById(payload.attemptId).session(session).lean<AttemptRecord>();
        if (attempt) await project(attempt, { actorId, requestId, traceparent });
      },
    } satisfies EventHandlers,
  };

  async function project({ userId, boards }: AttemptRecord, origin: EventOrigin): Promise<void> {
    if (boards.length === 0) return;
    const changed = await ranking.project(await record.linesOf(userId, boards));
    if (changed.length > 0) await publishLive(redis, 'LEADERBOARD_CHANGED', { boards: changed }, origin);
  }
}
