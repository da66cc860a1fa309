/** What one typing error does to a word. */
export type TypingError = 'lost-or-added' | 'swapped' | 'other-letter';

/**
 * The error that makes one word of the other: a letter lost or added, two neighbours swapped, or another letter in place
 * of one; null for equal words and for more errors.
 */
export function oneErrorBetween(left: string, right: string): TypingError | null {
  if (Math.abs(left.length - right.length) > 1) return null;
  let start = 0;
  while (start < left.length && left[start] === right[start]) start++;
  let end = 0;
  while (end < Math.min(left.length, right.length) - start && left.at(-1 - end) === right.at(-1 - end)) end++;
  const rest = left.slice(start, left.length - end);
  const other = right.slice(start, right.length - end);
  if (rest.length + other.length === 1) return 'lost-or-added';
  if (rest.length === 1 && other.length === 1) return 'other-letter';
  return rest.length === 2 && rest[0] === other[1] && rest[1] === other[0] ? 'swapped' : null;
}
