/** Does a heading hold these words, one after the other? They are written as in an address: `valeur-par-defaut`. */
export function isHeadingAbout(heading: string, words: string): boolean {
  return `-${addressOf(heading)}-`.includes(`-${words}-`);
}

/** A heading as an address writes it: "Comprendre range : début" is `comprendre-range-debut`. */
function addressOf(heading: string): string {
  return heading
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}
