import { fold } from '../retrieval/analysis.js';
import type { Phrasings } from './phrasings.js';
import { type QuestionWord, questionWords } from './question-words.js';
import { createRespelling } from './respelling.js';
import { createRewriting, type Rewriting } from './rewriting.js';

/** What a question comes down to, however it is put. */
export interface Gist {
  /**
   * Equal for two questions that one answer serves, and for no others as far as could be measured: see decision 0047. Null
   * for what is more than a short question in prose.
   */
  of(query: string): string | null;
}

/** How much is taken for the same; each step includes those before. */
export type GistDepth = 'words' | 'intents' | 'notions' | 'spelling';

const depths: readonly GistDepth[] = ['words', 'intents', 'notions', 'spelling'];

/** Words kept of a question: more is no short question. */
const mostWords = 24;

/** @param depth how far to go: less than all of it to measure what each step brings */
export function createGist(phrasings: Phrasings, depth: GistDepth = 'spelling'): Gist {
  const goes = (to: GistDepth) => depths.indexOf(depth) >= depths.indexOf(to);
  const rewritings = {
    fr: createRewriting(phrasings, 'fr', { withIntents: goes('intents'), withNotions: goes('notions') }),
    en: createRewriting(phrasings, 'en', { withIntents: goes('intents'), withNotions: goes('notions') }),
  };
  const french = onlyIn(phrasings.drop.fr, phrasings.drop.en);
  const english = onlyIn([...phrasings.drop.en, ...englishQuestions], phrasings.drop.fr);
  const right = new Set([...rewritings.fr.words, ...rewritings.en.words]);
  const respell = goes('spelling')
    ? createRespelling(right, (word) => right.has(word) || phrasings.knownWords.has(word))
    : (word: string) => word;

  return {
    of(query) {
      const typed = questionWords(query);
      if (!typed || typed.length === 0 || typed.length > mostWords) return null;
      const words = typed.map(settled);
      const { intents, kept } = rewritingFor(words).rewrite(words);
      if (kept.length === 0) return null;
      return `${intents.join('+')}|${(intents.includes('difference') ? inOneOrder(kept) : kept).join(' ')}`;
    },
  };

  /** A capital in the middle of a sentence makes another name of what is Python's, or no word of the phrasings: `Print`, `Paul`. */
  function settled(word: QuestionWord): QuestionWord {
    // `index()` is no index, `copy()` is not to copy: it matches no phrasing.
    if (word.isCode && right.has(word.text)) return { ...word, text: `=${word.raw}` };
    if (word.isExact) return word;
    const text = respell(word.text);
    const isName = !word.begins && /^\p{Lu}/u.test(word.raw) && (pythons.has(text) || !right.has(text));
    return isName ? { ...word, text: `=${word.raw}`, isExact: true } : { ...word, text };
  }

  /** French, unless small words say otherwise: `a` and `on` are words of both. */
  function rewritingFor(words: readonly QuestionWord[]): Rewriting {
    const count = (own: ReadonlySet<string>) => words.filter(({ text }) => own.has(text)).length;
    return count(english) > count(french) ? rewritings.en : rewritings.fr;
  }
}

/** Names of Python, and of variables, that are words of the phrasings as well. */
const pythons: ReadonlySet<string> = new Set(
  'a and as break class continue def del elif else except false finally for format from global if import in input is lambda list none nonlocal not open or pass print raise range return reverse set sort str try true type while with yield'.split(
    ' ',
  ),
);

const englishQuestions = ['how', 'what', 'why', 'when', 'which', 'where', 'can', 'should', 'does', 'is', 'are'];

function onlyIn(own: readonly string[], other: readonly string[]): ReadonlySet<string> {
  const others = new Set(other.map(fold));
  return new Set(own.map(fold).filter((word) => !word.includes(' ') && word.length > 1 && !others.has(word)));
}

/** What is taken from what: 10 from 3 is not 3 from 10. */
function isNumber(word: string): boolean {
  return /^\p{N}/u.test(word) || ['zero', 'deux', 'trois', 'quatre', 'cinq', 'dix'].includes(word);
}

/** What differs from what makes no difference: “between a list and a tuple”, “between a tuple and a list”. */
function inOneOrder(kept: readonly string[]): string[] {
  const words = kept.filter((word) => word !== 'entre');
  const and = words.indexOf('et');
  const [left, right] = [words[and - 1], words[and + 1]];
  if (and !== 1 || left === undefined || right === undefined || isNumber(left) || isNumber(right)) return words;
  return [...[left, right].sort(), ...words.slice(and + 2)];
}
