import { createGist, type Gist, type GistDepth } from '../src/services/gist/gist.js';
import type { Phrasings } from '../src/services/gist/phrasings.js';
import { analyse } from '../src/services/retrieval/analysis.js';
import type { EvalQuery } from './corpus.js';
import { mutationsOf } from './mutations.js';
import type { QuestionPair } from './near-set.js';

/** Hits among pairs of questions. Their share lies below `high` with 95 % confidence (Clopper–Pearson, one side). */
export interface Hits {
  pairs: number;
  hits: number;
  share: number;
  high: number;
}

/** How well questions that one answer serves are told from others. */
export interface NearReport {
  /** Pairs of near-duplicates.yaml that are held out. */
  heldOut: { right: Hits; false: Hits };
  developed: { right: Hits; false: Hits };
  /** Of questions that were changed by one number, name, negation or small word: all hits are false. */
  changed: Hits;
  /** Of learners' questions that different sections answer: all hits are false. */
  crossed: Hits;
  /** The held-out pairs at each depth, and by shares of common terms instead. */
  steps: Record<string, { right: number; false: number }>;
}

/** Measures the gist on pairs, on changes of their questions, and on learners' questions taken two by two. */
export function measureNear(
  phrasings: Phrasings,
  pairs: readonly QuestionPair[],
  questions: readonly EvalQuery[],
): NearReport {
  const gist = createGist(phrasings);
  const isHit = hitOf(gist);
  const ofHalf = (heldOut: boolean) => {
    const half = pairs.filter((pair) => pair.heldOut === heldOut);
    return {
      right: hitsIn(
        half.filter(({ same }) => same),
        isHit,
      ),
      false: hitsIn(
        half.filter(({ same }) => !same),
        isHit,
      ),
    };
  };
  const asked = [
    ...new Set([...pairs.flatMap(({ left, right }) => [left, right]), ...questions.map(({ query }) => query)]),
  ];
  const changed = asked.flatMap((left) => mutationsOf(left).map((right) => ({ left, right })));
  return {
    heldOut: ofHalf(true),
    developed: ofHalf(false),
    changed: hitsIn(changed, isHit),
    crossed: crossedHits(questions, gist),
    steps: stepsOf(
      phrasings,
      pairs.filter(({ heldOut }) => heldOut),
    ),
  };
}

type Pair = Pick<QuestionPair, 'left' | 'right'>;

function hitOf(gist: Gist): (pair: Pair) => boolean {
  return ({ left, right }) => {
    const of = gist.of(left);
    return of !== null && of === gist.of(right);
  };
}

function hitsIn<P extends Pair>(pairs: readonly P[], isHit: (pair: P) => boolean): Hits {
  return hitsOf(pairs.filter(isHit).length, pairs.length);
}

function hitsOf(hits: number, pairs: number): Hits {
  return { pairs, hits, share: hits / Math.max(1, pairs), high: highestShare(hits, pairs) };
}

function crossedHits(questions: readonly EvalQuery[], gist: Gist): Hits {
  const known = questions.map(({ query, gold }) => ({ of: gist.of(query), gold }));
  let pairs = 0;
  let hits = 0;
  known.forEach((left, at) => {
    for (const right of known.slice(at + 1)) {
      if (left.gold.some((section) => right.gold.includes(section))) continue;
      pairs += 1;
      if (left.of !== null && left.of === right.of) hits += 1;
    }
  });
  return hitsOf(hits, pairs);
}

const depths: readonly GistDepth[] = ['words', 'intents', 'notions', 'spelling'];
const overlaps = [0.5, 0.7, 0.9, 1];

function stepsOf(phrasings: Phrasings, pairs: readonly QuestionPair[]): NearReport['steps'] {
  const shares = (isHit: (pair: Pair) => boolean) => ({
    right: hitsIn(
      pairs.filter(({ same }) => same),
      isHit,
    ).share,
    false: hitsIn(
      pairs.filter(({ same }) => !same),
      isHit,
    ).share,
  });
  return Object.fromEntries([
    ...depths.map((depth) => [depth, shares(hitOf(createGist(phrasings, depth)))] as const),
    ...overlaps.map((least) => [`common terms ≥ ${least}`, shares((pair) => overlapOf(pair) >= least)] as const),
  ]);
}

/** What a search engine would compare: the share of index terms that both questions have. */
function overlapOf({ left, right }: Pair): number {
  const own = new Set(analyse(left));
  const other = new Set(analyse(right));
  const all = new Set([...own, ...other]);
  return all.size === 0 ? 0 : [...own].filter((term) => other.has(term)).length / all.size;
}

/** The share at which so few hits would be seen once in twenty times. */
export function highestShare(hits: number, pairs: number): number {
  if (hits >= pairs) return 1;
  let low = hits / pairs;
  let high = 1;
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (atMost(hits, pairs, middle) > 0.05) low = middle;
    else high = middle;
  }
  return high;
}

/** Probability of at most so many hits among pairs of which each is one with `share`. */
function atMost(hits: number, pairs: number, share: number): number {
  let logTerm = pairs * Math.log1p(-share);
  let sum = Math.exp(logTerm);
  for (let k = 1; k <= hits; k++) {
    logTerm += Math.log((pairs - k + 1) / k) + Math.log(share) - Math.log1p(-share);
    sum += Math.exp(logTerm);
  }
  return sum;
}
