import type { LexicalIndex } from './bm25f.js';
import type { ScoredPassage } from './engine.js';
import type { SemanticHit } from './vector-index.js';

/**
 * Joins what words and vectors found: both scores are brought to 0 to 1 (words: as a share of the best; cosines: between
 * the lowest and the highest of those found, since models differ in what a usual cosine is), then added up, `weight` for the
 * vectors. Ranks joined one to one did worse: weak vectors pull down what words had found.
 */
export function blend(
  candidates: readonly ScoredPassage[],
  semantic: readonly SemanticHit[],
  { passages, priors }: Pick<LexicalIndex, 'passages' | 'priors'>,
  weight: number,
): ScoredPassage[] {
  const highest = Math.max(...semantic.map(({ similarity }) => similarity));
  const lowest = Math.min(...semantic.map(({ similarity }) => similarity));
  const best = Math.max(Number.MIN_VALUE, ...candidates.map(({ score }) => score));
  const bestPrior = Math.max(...semantic.map(({ place }) => priors[place] ?? 1));
  const byId = new Map<string, { similarity: number; share: number }>();
  for (const { place, similarity } of semantic) {
    const id = passages[place]?.id;
    const share = highest > lowest ? (similarity - lowest) / (highest - lowest) : 1;
    if (id !== undefined) byId.set(id, { similarity, share: (share * (priors[place] ?? 1)) / bestPrior });
  }
  return candidates
    .map((candidate) => {
      const near = byId.get(candidate.passage.id);
      const score = (1 - weight) * (candidate.score / best) + weight * (near?.share ?? 0);
      return { ...candidate, score, similarity: near?.similarity ?? null };
    })
    .sort((left, right) => right.score - left.score || left.passage.id.localeCompare(right.passage.id));
}
