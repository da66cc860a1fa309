import { unauthenticated } from '@doctorpy/service-kit/caller';
import { badUserInput, type FieldProblem } from '@doctorpy/service-kit/errors';
import type { Logger } from '@doctorpy/service-kit/logging';
import { pageSize } from '@doctorpy/service-kit/pagination';
import { categoryNotFound } from '../../errors.js';
import type { Period } from '../calendar/period.js';
import type { Catalogue } from '../catalogue/catalogue.js';
import type { Clock } from '../clock.js';
import type { Players } from '../player/players.js';
import { type Board, type BoardView, type BoardWindow, boardAt, type RankedLine } from './board.js';
import type { Ranking } from './ranking.js';
import type { BoardRecord } from './record.js';

/** Which part of which leaderboard is asked for, and by whom (null: anonymous). */
export interface LeaderboardQuery {
  period: Period;
  category?: string | null | undefined;
  first: number;
  /** Leaves out this many ranks. */
  afterRank?: number | null | undefined;
  /** Puts the viewer in the middle; who is not on the board sees its top. */
  aroundMe?: boolean;
  viewerId: string | null;
}

/** A leaderboard at one instant. */
export interface LeaderboardView {
  period: Period;
  category: string | null;
  startsAt: Date | null;
  endsAt: Date | null;
  updatedAt: Date;
  totalPlayers: number;
  entries: RankedLine[];
  me: RankedLine | null;
}

/** What leaderboards need. */
export interface LeaderboardDeps {
  ranking: Ranking;
  record: BoardRecord;
  catalogue: Catalogue;
  players: Pick<Players, 'hiddenAmong'>;
  clock: Clock;
  log: Logger;
}

/** The leaderboards. */
export type Leaderboards = ReturnType<typeof createLeaderboards>;

/** Answers from Redis' ranking, which it rebuilds when missing, and from Mongo's record while Redis is away. */
export function createLeaderboards({ ranking, record, catalogue, players, clock, log }: LeaderboardDeps) {
  return {
    /**
     * Refuses what cannot be asked: BAD_USER_INPUT for sizes and ranks, NOT_FOUND for an unknown category,
     * UNAUTHENTICATED for "around me" without a viewer.
     */
    async check(query: LeaderboardQuery): Promise<void> {
      pageSize(query.first);
      const problems = rankProblems(query);
      if (problems.length > 0) throw badUserInput(problems);
      if (query.aroundMe && query.viewerId === null) throw unauthenticated();
      if (query.category != null && !(await catalogue.hasCategory(query.category))) throw categoryNotFound();
    },

    /** The board as it stands; `query` has been checked. */
    async read(query: LeaderboardQuery): Promise<LeaderboardView> {
      const board = boardOf(query);
      const view = await shownOf(
        await readBoard(board, {
          offset: query.afterRank ?? 0,
          count: query.first,
          aroundViewer: query.aroundMe ?? false,
          viewerId: query.viewerId,
        }),
      );
      const { startsAt, endsAt } = board.span;
      return {
        period: query.period,
        category: board.category,
        startsAt,
        endsAt,
        updatedAt: view.updatedAt ?? startsAt ?? clock.now(),
        totalPlayers: view.totalPlayers,
        entries: view.entries,
        me: view.viewer,
      };
    },

    /** The board that a query means right now. */
    boardOf,
  };

  function boardOf({ period, category }: Pick<LeaderboardQuery, 'period' | 'category'>): Board {
    return boardAt(period, category ?? null, clock.now(), clock.timeZone);
  }

  /** Without those who have just hidden: Redis hears of it a moment later, and they need not wait for it. */
  async function shownOf(view: BoardView): Promise<BoardView> {
    const lines = view.viewer ? [...view.entries, view.viewer] : view.entries;
    const hidden = await players.hiddenAmong([...new Set(lines.map(({ userId }) => userId))]);
    if (hidden.size === 0) return view;
    return {
      ...view,
      entries: view.entries.filter(({ userId }) => !hidden.has(userId)),
      viewer: view.viewer && hidden.has(view.viewer.userId) ? null : view.viewer,
    };
  }

  async function readBoard(board: Board, window: BoardWindow): Promise<BoardView> {
    try {
      const ranked = await ranking.read(board.id, window);
      if (ranked) return ranked;
      if (await ranking.rebuild(board.id, record.lines(board.id))) {
        log.info({ board: board.id }, 'leaderboard.rebuilt');
        const rebuilt = await ranking.read(board.id, window);
        if (rebuilt) return rebuilt;
      }
    } catch (err) {
      log.warn({ err, board: board.id }, 'leaderboard.ranking_unavailable');
    }
    // Redis is away, or somebody else is rebuilding: the record knows as well, only more slowly.
    return record.read(board.id, window);
  }
}

/** Deepest rank that can be asked for: what lies below is found with "around me". */
const MAX_AFTER_RANK = 100_000;

function rankProblems({ afterRank, aroundMe }: LeaderboardQuery): FieldProblem[] {
  if (afterRank == null) return [];
  if (aroundMe) {
    return [
      {
        path: ['afterRank'],
        code: 'EXCLUSIVE',
        text: {
          fr: '« afterRank » et « aroundMe » ne vont pas ensemble.',
          en: '"afterRank" and "aroundMe" exclude each other.',
        },
      },
    ];
  }
  if (afterRank >= 0 && afterRank <= MAX_AFTER_RANK) return [];
  return [
    {
      path: ['afterRank'],
      code: 'OUT_OF_RANGE',
      text: {
        fr: `« afterRank » doit être compris entre 0 et ${MAX_AFTER_RANK}.`,
        en: `"afterRank" must be between 0 and ${MAX_AFTER_RANK}.`,
      },
    },
  ];
}
