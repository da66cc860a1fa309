import type { LeaderboardPageSubscription } from '@doctorpy/client';

/** A leaderboard as the API gives it. */
export type Board = LeaderboardPageSubscription['leaderboardChanged'];
/** One line of it. */
export type Entry = Board['entries'][number];

/** One line as it is shown. */
export interface Row {
  /** The same for one player for ever: what lets a row glide instead of changing its text. */
  readonly key: string;
  readonly rank: number;
  readonly score: number;
  /** Null for somebody whose name cannot be told now. */
  readonly name: string | null;
  readonly isViewer: boolean;
  /** Points earned since the ranking that was shown before; 0 for somebody who was not on it. */
  readonly gain: number;
}

/** What is needed to show a ranking after another one. */
export interface RowContext {
  /** Shown before; null at first, and when another ranking was chosen. */
  readonly previous: readonly Row[] | null;
  /** The viewer's own line, by its id. */
  readonly viewerKey: string | null;
}

/** The lines in order of rank, each player once; a name that is missing for the moment stays what it was. */
export function rowsOf(entries: readonly Entry[], { previous, viewerKey }: RowContext): Row[] {
  const before = new Map(previous?.map((row) => [row.key, row]));
  const players = new Map(entries.map((entry) => [entry.id, entry]));
  return [...players.values()]
    .sort((one, other) => one.rank - other.rank)
    .map(({ id, rank, score, name, user }) => {
      const known = before.get(id);
      return {
        key: id,
        rank,
        score,
        name: user?.displayName ?? name ?? known?.name ?? null,
        isViewer: id === viewerKey,
        gain: known ? Math.max(0, score - known.score) : 0,
      };
    });
}
