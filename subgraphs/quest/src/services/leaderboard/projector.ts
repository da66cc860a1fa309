import { type EventHandlers, type EventOrigin, publishLive } from '@doctorpy/service-kit/events';
import type { Logger } from '@doctorpy/service-kit/logging';
import type { Redis } from 'ioredis';
import type { AttemptRecord } from '../../models/attempt.model.js';
import type { Models } from '../../models/index.js';
import type { PlayerRecord } from '../../models/player.model.js';
import type { Clock } from '../clock.js';
import { boardEnd } from './board.js';
import type { Ranking } from './ranking.js';
import type { BoardRecord } from './record.js';

/** What projecting needs. */
export interface ProjectorDeps {
  models: Pick<Models, 'attempts' | 'players'>;
  record: BoardRecord;
  ranking: Ranking;
  redis: Redis;
  clock: Clock;
  log: Logger;
}

/** Brings Redis' rankings up to the record. */
export type Projector = ReturnType<typeof createProjector>;

/**
 * Projects the boards that an attempt raised and tells live listeners. It happens twice: at once after the commit, as
 * well as it can, and again by the event, which survives any crash; what is projected already is not announced again.
 */
export function createProjector({ models, record, ranking, redis, clock, log }: ProjectorDeps) {
  return {
    /** Right after the commit. Never fails: the event does it later. */
    async projectNow(attempt: AttemptRecord, origin: EventOrigin): Promise<void> {
      await project(attempt, origin).catch((err: unknown) =>
        log.warn({ err, attemptId: attempt._id, requestId: origin.requestId }, 'leaderboard.projection_postponed'),
      );
    },

    /** The same for somebody who now appears otherwise. */
    async projectPlayerNow(userId: string, origin: EventOrigin): Promise<void> {
      await projectPlayer(userId, origin).catch((err: unknown) =>
        log.warn({ err, userId, requestId: origin.requestId }, 'leaderboard.projection_postponed'),
      );
    },

    /** By the event, at least once. */
    handlers: {
      async ANSWER_GRADED({ payload, actorId, requestId, traceparent }, session) {
        const attempt = await models.attempts.findById(payload.attemptId).session(session).lean<AttemptRecord>();
        if (attempt) await project(attempt, { actorId, requestId, traceparent });
      },

      async PLAYER_VISIBILITY_CHANGED({ payload, actorId, requestId, traceparent }) {
        await projectPlayer(payload.userId, { actorId, requestId, traceparent });
      },
    } satisfies EventHandlers,
  };

  /** Every board of theirs is told, also where no rank changed: their name may have. */
  async function projectPlayer(userId: string, origin: EventOrigin): Promise<void> {
    const player = await models.players.findById(userId).lean<PlayerRecord>();
    const lines = player?.leftAt
      ? player.leftLines.map((line) => ({ ...line, userId, score: 0, reachedAt: player.leftAt ?? NEVER, hidden: true }))
      : await record.allLinesOf(userId);
    await ranking.project(lines);
    const boards = lines.map(({ board }) => board).filter((board) => isRunning(board, clock));
    for (let from = 0; from < boards.length; from += BOARDS_PER_EVENT) {
      await publishLive(redis, 'LEADERBOARD_CHANGED', { boards: boards.slice(from, from + BOARDS_PER_EVENT) }, origin);
    }
  }

  async function project({ userId, boards }: AttemptRecord, origin: EventOrigin): Promise<void> {
    if (boards.length === 0) return;
    const changed = await ranking.project(await record.linesOf(userId, boards));
    if (changed.length > 0) await publishLive(redis, 'LEADERBOARD_CHANGED', { boards: changed }, origin);
  }
}

const NEVER = new Date(0);
/** As many as the event takes. */
const BOARDS_PER_EVENT = 1000;

/** Nobody follows a board whose time is over. */
function isRunning(board: string, { now, timeZone }: Clock): boolean {
  const end = boardEnd(board, timeZone);
  return end === null || end > now();
}
