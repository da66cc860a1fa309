/** Text reduced to what search compares: lower case without accents, single spaces. */
export function foldForSearch(text: string): string {
  return (
    text
      .normalize('NFD')
      .replace(/\p{Diacritic}/gu, '')
      .toLowerCase()
      // Control characters are nobody's words, and MongoDB refuses a pattern that holds a NUL.
      .replace(/[\s\p{Cc}]+/gu, ' ')
      .trim()
  );
}

/** A pattern that finds each word of a search in folded text, as it is: no operator of the search has a meaning. */
export function searchPatterns(search: string): RegExp[] {
  const words = foldForSearch(search).split(' ').filter(Boolean);
  return words.map((word) => new RegExp(word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')));
}
