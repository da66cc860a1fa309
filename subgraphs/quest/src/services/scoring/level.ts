/** Where a total score stands on the ladder of levels. */
export interface LevelStanding {
  /** 1 for a beginner. */
  level: number;
  /** Points missing until the next level; at least 1. */
  scoreToNextLevel: number;
}

/**
 * The level of a total score: level n begins at 50·n·(n − 1) points (0, 100, 300, 600, 1000, …), so each level asks
 * for 100 points more than the one before it did.
 */
export function levelOf(score: number): LevelStanding {
  let level = Math.max(1, Math.floor((1 + Math.sqrt(1 + score / 12.5)) / 2));
  // The square root may land a hair on the wrong side of a boundary.
  while (levelStartsAt(level + 1) <= score) level += 1;
  while (level > 1 && levelStartsAt(level) > score) level -= 1;
  return { level, scoreToNextLevel: levelStartsAt(level + 1) - score };
}

/** First total score of a level. */
export function levelStartsAt(level: number): number {
  return 50 * level * (level - 1);
}
