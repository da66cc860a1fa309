import { analyse } from './analysis.js';

/** Words that name one notion, in French, in English and in Python. Any of them may stand for another. */
export interface GlossaryEntry {
  fr: readonly string[];
  en: readonly string[];
  /** Names of Python: `str`, `append`. */
  python: readonly string[];
}

/** The editable words of `content/glossary`. */
export interface Vocabulary {
  entries: readonly GlossaryEntry[];
  /** Names of what is not Python's. */
  elsewhere: readonly string[];
}

/** A vocabulary without words. */
export const emptyVocabulary: Vocabulary = { entries: [], elsewhere: [] };

/** Which words of programming name the same notion, by their index terms. */
export interface Glossary {
  /** The other names of a notion, each as its terms; `terms` is one word or a phrase of the glossary. */
  others(terms: readonly string[]): readonly (readonly string[])[];
  /** Names of several words that occur, in order and side by side, among these terms. */
  phrasesIn(terms: readonly string[]): readonly (readonly string[])[];
  /** Whether a term is a name of its own in the glossary. */
  knows(term: string): boolean;
}

/** Builds the look-up from entries. */
export function createGlossary(entries: readonly GlossaryEntry[]): Glossary {
  const byName = new Map<string, Map<string, readonly string[]>>();
  const phrases = new Map<string, (readonly string[])[]>();
  for (const entry of entries) {
    const names = namesOf(entry);
    for (const [key, terms] of names) {
      const others = byName.get(key) ?? new Map<string, readonly string[]>();
      for (const [other, otherTerms] of names) if (other !== key) others.set(other, otherTerms);
      byName.set(key, others);
      const [first] = terms;
      if (terms.length > 1 && first !== undefined) {
        phrases.set(first, [...(phrases.get(first) ?? []).filter((known) => known.join(' ') !== key), terms]);
      }
    }
  }
  return {
    others: (terms) => [...(byName.get(terms.join(' '))?.values() ?? [])],
    knows: (term) => byName.has(term),
    phrasesIn: (terms) =>
      terms.flatMap((term, place) =>
        (phrases.get(term) ?? []).filter((phrase) => phrase.every((part, offset) => terms[place + offset] === part)),
      ),
  };
}

/** English plurals too, since French stemming does not always join them. */
function namesOf({ fr, en, python }: GlossaryEntry): Map<string, readonly string[]> {
  const names = [...fr, ...en, ...en.map((word) => `${word}s`), ...python];
  return new Map(
    names.flatMap((name): [string, readonly string[]][] => {
      const terms = termsOf(name);
      return terms.length > 0 ? [[terms.join(' '), terms]] : [];
    }),
  );
}

function termsOf(name: string): string[] {
  const terms = analyse(name);
  const whole = terms.find((term) => term.startsWith('id:'));
  return whole === undefined ? terms : [whole];
}
