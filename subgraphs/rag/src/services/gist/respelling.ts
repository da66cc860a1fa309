import { oneErrorBetween } from '../retrieval/one-error.js';

/** Shorter words have too many neighbours that are words themselves: `boule`, `phase`. */
const shortest = 6;

/**
 * Puts typing errors right: a word that nobody knows, one letter more or less or two swapped away from exactly one word of the
 * phrasings and with its first letter, is that word. Everything else is left as it is; another letter in place of one makes
 * too many words of words (`commenter`, `commencer`).
 * @param right words that errors are corrected to
 * @param isKnown whether a word is right as it is
 */
export function createRespelling(
  right: Iterable<string>,
  isKnown: (word: string) => boolean,
): (word: string) => string {
  const byStart = new Map<string, string[]>();
  for (const word of new Set(right)) {
    if (word.length < shortest) continue;
    const start = startOf(word);
    byStart.set(start, [...(byStart.get(start) ?? []), word]);
  }
  return (word) => {
    if (word.length < shortest || /eurs?$/.test(word) || isKnown(word)) return word;
    const lengths = [word.length - 1, word.length, word.length + 1];
    const near = lengths
      .flatMap((length) => byStart.get(`${word[0]}${length}`) ?? [])
      .filter((candidate) => ['lost-or-added', 'swapped'].includes(oneErrorBetween(word, candidate) ?? ''));
    return near.length === 1 ? (near[0] ?? word) : word;
  };
}

function startOf(word: string): string {
  return `${word[0]}${word.length}`;
}
