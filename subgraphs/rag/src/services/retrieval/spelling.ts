/**
 * Corrects words the index has never seen to words it knows: one typing error (a letter missing, added, changed, or two
 * neighbours swapped) in a short word, two in a long one.
 */
export interface Spelling {
  /** The likeliest known words, best first; empty when the word is known, too short to guess or like no other. */
  correct(word: string): readonly Correction[];
}

/** A known word that was probably meant. */
export interface Correction {
  word: string;
  /** Typing errors between the two. */
  distance: number;
}

/** Shorter words have too many neighbours for a guess to be kind: `liste` may become `piste`, but `if` stays `if`. */
const shortestCorrected = 4;

/** From this length on, a word may hold two errors. */
const twoErrorsFrom = 8;

/** Guesses worth following: the right one is among the first three in all but a few cases, and each costs time. */
const mostCorrections = 3;

/**
 * What one more error costs, in powers of e of frequency: a word one error away is preferred to one two errors away unless
 * that one is e³ ≈ 20 times as frequent. An error in the first letter counts once more, because people rarely make it.
 */
const errorCost = 3;
const firstLetterCost = 1;

/**
 * Builds the look-up from `folded word → how often it is used`. Every known word of about the right length is compared, by
 * the set of its letters first: that takes well under a millisecond for a hundred thousand words, and no memory.
 */
export function createSpelling(frequencies: ReadonlyMap<string, number>): Spelling {
  const known = [...frequencies.keys()].filter((word) => /^[a-z]{3,}$/.test(word));
  const letters = Uint32Array.from(known, letterSet);
  return {
    correct(word) {
      if (word.length < shortestCorrected || !/^[a-z]+$/.test(word) || frequencies.has(word)) return [];
      const most = word.length >= twoErrorsFrom ? 2 : 1;
      const own = letterSet(word);
      const found: (Correction & { likelihood: number })[] = [];
      for (let index = 0; index < known.length; index++) {
        const candidate = known[index] ?? '';
        if (Math.abs(candidate.length - word.length) > most) continue;
        if (bitCount(own ^ (letters[index] ?? 0)) > 2 * most) continue;
        const distance = typingErrors(word, candidate, most);
        if (distance > most) continue;
        const cost = distance * errorCost + (candidate[0] === word[0] ? 0 : firstLetterCost);
        found.push({ word: candidate, distance, likelihood: Math.log(1 + (frequencies.get(candidate) ?? 0)) - cost });
      }
      found.sort((left, right) => right.likelihood - left.likelihood || left.word.localeCompare(right.word));
      return found.slice(0, mostCorrections).map(({ word: best, distance }) => ({ word: best, distance }));
    },
  };
}

function letterSet(word: string): number {
  let set = 0;
  for (let index = 0; index < word.length; index++) set |= 1 << (word.charCodeAt(index) - 97);
  return set;
}

function bitCount(bits: number): number {
  let rest = bits - ((bits >>> 1) & 0x55555555);
  rest = (rest & 0x33333333) + ((rest >>> 2) & 0x33333333);
  return (((rest + (rest >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24;
}

/** Damerau and Levenshtein's distance (adjacent letters may be swapped); anything above `most` when it is larger. */
function typingErrors(left: string, right: string, most: number): number {
  let before: number[] = [];
  let previous = Array.from({ length: right.length + 1 }, (_, column) => column);
  for (let row = 1; row <= left.length; row++) {
    const current = [row];
    let smallest = row;
    for (let column = 1; column <= right.length; column++) {
      const same = left[row - 1] === right[column - 1];
      let cost = Math.min(
        (previous[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (previous[column - 1] ?? 0) + (same ? 0 : 1),
      );
      if (row > 1 && column > 1 && left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1])
        cost = Math.min(cost, (before[column - 2] ?? 0) + 1);
      current.push(cost);
      smallest = Math.min(smallest, cost);
    }
    if (smallest > most) return most + 1;
    before = previous;
    previous = current;
  }
  return previous[right.length] ?? most + 1;
}
