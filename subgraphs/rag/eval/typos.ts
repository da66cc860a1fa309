/** A source of numbers from 0 to 1 that repeats itself for the same seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** The text with one typing error in one of its words of four letters or more: a letter lost, doubled, changed or swapped. */
export function withTypo(text: string, random: () => number): string {
  const words = [...text.matchAll(/\p{L}{4,}/gu)];
  const word = words[Math.floor(random() * words.length)];
  if (!word) return text;
  const letters = [...word[0]];
  const at = Math.floor(random() * letters.length);
  const letter = letters[at] ?? '';
  const kinds = [
    () => letters.splice(at, 1),
    () => letters.splice(at, 0, letter),
    () => letters.splice(at, 1, alphabet[Math.floor(random() * alphabet.length)] ?? 'e'),
    () =>
      letters.splice(
        Math.min(at, letters.length - 2),
        2,
        letters[Math.min(at, letters.length - 2) + 1] ?? '',
        letters[Math.min(at, letters.length - 2)] ?? '',
      ),
  ];
  kinds[Math.floor(random() * kinds.length)]?.();
  return text.slice(0, word.index) + letters.join('') + text.slice(word.index + word[0].length);
}

const alphabet = [...'abcdefghijklmnopqrstuvwxyz'];
