/** How well questions are answered, each figure from 0 to 1. */
export interface Quality {
  questions: number;
  /** Share of questions with a right section among the first five. */
  recallAt5: number;
  /** Mean of 1 / rank of the first right section among the first ten. */
  mrrAt10: number;
  /** Mean of 1 / log2(1 + rank) of the same: nDCG with one ideal hit. */
  ndcgAt10: number;
}

/** The rank, from 1, of the first right section among the first ten sections; null when none is there. */
export function rankOf(sections: readonly string[], gold: readonly string[]): number | null {
  const rank = [...new Set(sections)].slice(0, 10).findIndex((section) => gold.includes(section)) + 1;
  return rank === 0 ? null : rank;
}

/** The quality of a set of ranks. */
export function qualityOf(ranks: readonly (number | null)[]): Quality {
  const mean = (gain: (rank: number) => number) =>
    ranks.reduce<number>((sum, rank) => sum + (rank === null ? 0 : gain(rank)), 0) / Math.max(1, ranks.length);
  return {
    questions: ranks.length,
    recallAt5: mean((rank) => (rank <= 5 ? 1 : 0)),
    mrrAt10: mean((rank) => 1 / rank),
    ndcgAt10: mean((rank) => 1 / Math.log2(1 + rank)),
  };
}

/** The value below which a share of the values lies. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
}
