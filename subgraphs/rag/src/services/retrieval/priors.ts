import type { Passage } from './engine.js';
import type { RankingSettings } from './settings.js';

/** The factor of a passage's score for its kind and place, around 1. */
export function priorOf({ kind, position }: Passage, { kinds, opening }: RankingSettings): number {
  return (kinds[kind ?? ''] ?? 1) * (1 + opening / (1 + position));
}
