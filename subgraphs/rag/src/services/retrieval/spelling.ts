/**
 * Corrects a term one typing error away from the index vocabulary: one letter missing, added, changed, or two
 * neighbours swapped. Among several candidates the most frequent in the index wins.
 */
export interface SpellingIndex {
  /** The vocabulary's nearest term, or null when none is one error away or the term is too short to guess. */
  correct(term: string): string | null;
}

/** Shorter terms have too many neighbours for a guess to be kind: `liste` may become `piste`, but `if` stays `if`. */
const shortestCorrected = 4;

/** Builds the look-up from `term → number of passages that hold it`. */
export function createSpellingIndex(frequencies: ReadonlyMap<string, number>): SpellingIndex {
  const byDeletion = new Map<string, string[]>();
  for (const term of frequencies.keys()) {
    if (!isWord(term)) continue;
    for (const shorter of [term, ...deletions(term)]) {
      const known = byDeletion.get(shorter);
      if (known) known.push(term);
      else byDeletion.set(shorter, [term]);
    }
  }

  return {
    correct(term) {
      if (term.length < shortestCorrected || !isWord(term)) return null;
      let best: string | null = null;
      let bestFrequency = 0;
      for (const shorter of [term, ...deletions(term)]) {
        for (const candidate of byDeletion.get(shorter) ?? []) {
          const frequency = frequencies.get(candidate) ?? 0;
          if (frequency > bestFrequency && isOneErrorAway(term, candidate)) {
            best = candidate;
            bestFrequency = frequency;
          }
        }
      }
      return best;
    },
  };
}

function isWord(term: string): boolean {
  return /^[a-z]{3,}$/.test(term);
}

function deletions(term: string): string[] {
  return Array.from(term, (_, index) => term.slice(0, index) + term.slice(index + 1));
}

function isOneErrorAway(left: string, right: string): boolean {
  let start = 0;
  while (start < left.length && left[start] === right[start]) start++;
  let end = 0;
  while (end < Math.min(left.length, right.length) - start && left.at(-1 - end) === right.at(-1 - end)) end++;
  const leftRest = left.slice(start, left.length - end);
  const rightRest = right.slice(start, right.length - end);
  if (leftRest.length <= 1 && rightRest.length <= 1) return true;
  return (
    leftRest.length === 2 && rightRest.length === 2 && leftRest[0] === rightRest[1] && leftRest[1] === rightRest[0]
  );
}
