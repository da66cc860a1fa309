import type { Logger } from '@doctorpy/service-kit/logging';
import type { Clock } from '../clock.js';
import type { News } from '../live/news.js';
import { pulled } from '../live/pulled.js';
import type { LeaderboardQuery, Leaderboards, LeaderboardView } from './leaderboard.js';

/** Longest delay a timer takes, in milliseconds; boards that end later are simply looked at again then. */
const MAX_TIMER_MS = 2_147_483_647;

/** What following leaderboards needs. */
export interface LeaderboardChangeDeps {
  leaderboards: Leaderboards;
  news: News;
  clock: Clock;
  log: Logger;
}

/** Follows leaderboards live. */
export type LeaderboardChanges = ReturnType<typeof createLeaderboardChanges>;

/**
 * Gives a leaderboard as it stands, then again whenever it may have changed: after scores, when its period ends, and
 * after a time without Redis. Only the newest state is given; what changed in between is skipped.
 */
export function createLeaderboardChanges({ leaderboards, news, clock, log }: LeaderboardChangeDeps) {
  return async (query: LeaderboardQuery): Promise<AsyncIterableIterator<LeaderboardView>> => {
    await leaderboards.check(query);
    return pulled({
      async open(poke) {
        const stop = await news.listen('LEADERBOARD_CHANGED', (event) => {
          if (event === null || event.payload.boards.includes(leaderboards.boardOf(query).id)) poke();
        });
        const stopTimer = atPeriodEnd(query, poke);
        return () => {
          stopTimer();
          stop();
        };
      },
      pull: async () => [await leaderboards.read(query)],
      onError: (err) => log.warn({ err }, 'leaderboard.update_postponed'),
    });
  };

  function atPeriodEnd(query: LeaderboardQuery, poke: () => void): () => void {
    let timer: NodeJS.Timeout;
    const schedule = () => {
      const { endsAt } = leaderboards.boardOf(query).span;
      const wait = endsAt === null ? MAX_TIMER_MS : endsAt.getTime() - clock.now().getTime();
      timer = setTimeout(
        () => {
          if (endsAt !== null) poke();
          schedule();
        },
        Math.min(MAX_TIMER_MS, Math.max(1, wait)),
      );
      timer.unref();
    };
    schedule();
    return () => clearTimeout(timer);
  }
}
