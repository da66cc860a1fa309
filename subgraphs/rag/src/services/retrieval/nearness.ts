import type { Postings } from './inverted-index.js';
import type { Clause } from './query.js';

/** One pair of neighbours may meet by chance ("planter des tomates"); this many quote the passage. */
const fewestPairs = 3;

/** Terms that may stand between the two: small words are dropped, but one adjective does not part a pair. */
const widestGap = 2;

/** How words of the question that are neighbours there stand together in a passage. */
export interface Nearness {
  /** What it adds to the passage's score. */
  gain: number;
  /** Share of the question's pairs of neighbours that are neighbours in the passage, from 0 to 1. */
  together: number;
}

/** The nearness of a passage, given its terms in order. */
export function nearness(
  sequence: Int32Array,
  clauses: readonly Clause[],
  postings: ReadonlyMap<string, Postings>,
  pairWeight: number,
): Nearness {
  const said = clauses.filter(({ isBonus }) => !isBonus);
  if (said.length < 2) return { gain: 0, together: 0 };
  const clauseOf = new Map<number, number>();
  said.forEach(({ alternatives }, clause) => {
    const own = alternatives.find(({ by }) => by !== 'glossary');
    const number = own && postings.get(own.terms[0] ?? '')?.number;
    if (number !== undefined && !clauseOf.has(number)) clauseOf.set(number, clause);
  });
  const paired = new Set<number>();
  let last = -1;
  let lastAt = 0;
  for (let at = 0; at < sequence.length; at++) {
    const number = sequence[at] ?? -1;
    if (number < 0) last = -1;
    const clause = clauseOf.get(number);
    if (clause === undefined) continue;
    if (last >= 0 && at - lastAt <= widestGap && Math.abs(clause - last) === 1) paired.add(Math.min(clause, last));
    last = clause;
    lastAt = at;
  }
  let gain = 0;
  let together = 0;
  for (const pair of paired) {
    if (!said[pair]?.isEveryday && !said[pair + 1]?.isEveryday) together += 1;
    gain += pairWeight * ((said[pair]?.weight ?? 0) + (said[pair + 1]?.weight ?? 0));
  }
  return { gain, together: together / Math.max(fewestPairs, said.length - 1) };
}
