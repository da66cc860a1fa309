import { analyse, fold, type Token } from './analysis.js';

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
  /** Words of life outside programming. */
  everyday: readonly string[];
}

/** A vocabulary without words. */
export const emptyVocabulary: Vocabulary = { entries: [], elsewhere: [], everyday: [] };

/** Which words of programming name the same notion, by their index terms. */
export interface Glossary {
  /** The other names of a notion, each as its terms; `terms` is one word or a phrase of the glossary. */
  others(terms: readonly string[]): readonly (readonly string[])[];
  /** Names of several words that occur, in order and side by side, among these terms. */
  phrasesIn(terms: readonly string[]): readonly (readonly string[])[];
  /** Whether a term is a name of its own in the glossary. */
  knows(term: string): boolean;
  /** Whether a word, folded, is a name in Python itself (`append`, `while`): such a word has no second sense. */
  isPython(surface: string): boolean;
  /** Whether a word is of life outside programming, and no name in the glossary. */
  isEveryday(token: Pick<Token, 'surface'>): boolean;
}

/** Builds the look-up from entries. */
export function createGlossary(entries: readonly GlossaryEntry[], everyday: readonly string[] = []): Glossary {
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
  const python = new Set(entries.flatMap((entry) => entry.python.map(fold)));
  const named = new Set(entries.flatMap(({ fr, en, python }) => [...fr, ...en, ...python].map(fold)));
  const ofLife = new Set(everyday.flatMap((word) => inflected(fold(word))).filter((form) => !named.has(form)));
  return {
    isPython: (surface) => python.has(surface),
    isEveryday: ({ surface }) => ofLife.has(surface),
    others: (terms) => [...(byName.get(terms.join(' '))?.values() ?? [])],
    knows: (term) => byName.has(term),
    phrasesIn: (terms) =>
      terms.flatMap((term, place) =>
        (phrases.get(term) ?? []).filter((phrase) => phrase.every((part, offset) => terms[place + offset] === part)),
      ),
  };
}

/** Shorter words become others: `mer`, `mère`. */
const shortestFeminine = 4;

/**
 * A word and its usual forms, without accents. Stems would not do: `index` has that of `inde`, `courant` that of `courir`.
 */
function inflected(word: string): string[] {
  const root = /^(\w{2,})er$/.exec(word)?.[1];
  const forms = [word, `${word}s`, word.replace(/al$/, 'aux'), word.replace(/u$/, 'ux')];
  if (word.length >= shortestFeminine) forms.push(`${word}e`, `${word}es`);
  if (root === undefined) return forms;
  return [...forms, ...['e', 'es', 'ez', 'ons', 'ent', 'ee', 'ees'].map((ending) => root + ending)];
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
