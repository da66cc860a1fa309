import { type Token, tokenise } from '../retrieval/analysis.js';
import type { Passage } from '../retrieval/engine.js';
import type { Glossary } from '../retrieval/glossary.js';
import { weakWords } from '../retrieval/stop-words.js';
import { discourseWords, englishWords, pythonNames } from './claim-words.js';
import { speechForThePlatform } from './platform-claims.js';

/** What is known of one sentence of a generated answer. */
export interface Judgement {
  /**
   * `NO_CLAIM`: it says nothing that could be wrong ("Essayez !"). `DOUBTFUL`: it is about what the passages are about, and
   * no passage says it. `UNSUPPORTED`: it is about something else, or about the platform. `NAMES_UNKNOWN`: it would be one of
   * the first two, but it names or counts what occurs nowhere; an example that follows may still show it.
   */
  verdict: 'SUPPORTED' | 'NO_CLAIM' | 'DOUBTFUL' | 'UNSUPPORTED' | 'NAMES_UNKNOWN';
  /** Numbers (from 1) of the passages that support it, best first. */
  by: readonly number[];
  /** Share of what it says that the best passage says as well, from 0 to 1. */
  support: number;
}

/** Judges sentences by the passages that an answer was to be made from. No model: the same sentence, the same judgement. */
export interface ClaimCheck {
  /** @param sentence Markdown, without its citations; @param cited passages (from 1) it names, empty for none */
  judge(sentence: string, cited: readonly number[]): Judgement;
  /** Code that was shown: what it names may be spoken of. */
  learn(code: string): void;
}

/** What sentences are compared with. */
export interface ClaimSources {
  passages: readonly Pick<Passage, 'title' | 'headings' | 'text' | 'language'>[];
  /** What was asked: names and numbers of a pasted program may be spoken of, its words prove nothing. */
  question: string;
  /** Of the answer. */
  language: string;
  glossary: Glossary;
}

/**
 * How much of a sentence a passage must hold. Measured by `npm run rag:claims`; lower, and inventions that borrow a
 * passage's words get through; higher, and free retelling is lost.
 */
export const claimSettings = {
  sameLanguage: 0.5,
  otherLanguage: 0.6,
  /** With less than this, a sentence is not even about what the passages are about. */
  doubtful: 0.25,
  /** A word that only the question says counts for so much. */
  asked: 0.3,
  /** A word of the same family (`modifiable`, `modifier`), by its first letters. */
  family: 0.8,
  familyLetters: 5,
  /** With fewer words of content than this, a sentence claims nothing. */
  fewestWords: 3,
};

/** Creates a ClaimCheck for one answer. */
export function createClaimCheck(sources: ClaimSources, settings = claimSettings): ClaimCheck {
  const { glossary, language } = sources;
  const passages = sources.passages.map((passage) => ({
    language: passage.language,
    ...vocabularyOf([passage.title, ...passage.headings, passage.text].join('\n')),
  }));
  const asked = vocabularyOf(sources.question);
  const shown = vocabularyOf('');

  return {
    learn(code) {
      const more = vocabularyOf(code);
      for (const key of ['terms', 'names'] as const) for (const entry of more[key]) shown[key].add(entry);
    },

    judge(sentence, cited) {
      const { words, names, numbers } = contentOf(sentence);
      const speech = speechForThePlatform(sentence);
      const isClaim = speech !== null || numbers.length > 0 || names.length > 0 || words.length >= settings.fewestWords;
      if (!isClaim) return { verdict: 'NO_CLAIM', by: [], support: 1 };
      const scored = passages
        .map((passage, index) => ({ number: index + 1, ...supportOf(words, passage) }))
        .toSorted((left, right) => right.support - left.support);
      const thresholdOf = ({ language: own }: { language: string }) =>
        own === language ? settings.sameLanguage : settings.otherLanguage;
      const by = scored.flatMap(({ number, support }) => {
        const passage = passages[number - 1];
        return passage && support >= thresholdOf(passage) ? [number] : [];
      });
      // A sentence may put two passages together, when it says which.
      const sources = cited.flatMap((number) => passages[number - 1] ?? []);
      const union = sources.length > 1 ? unionOf(sources) : null;
      const together = union ? supportOf(words, union) : nothing;
      const joint = union && together.support >= thresholdOf(union) ? cited : [];
      const supporters = [...new Set([...by, ...joint])];
      const support = Math.max(together.support, ...scored.map((passage) => passage.support));
      const onSubject = Math.max(together.onSubject, ...scored.map((passage) => passage.onSubject));
      const isTaught = supporters.length > 0 && words.length > 0;
      const isPlatform = speech === 'SURELY' || (speech === 'PERHAPS' && !isTaught);
      if (isPlatform || (supporters.length === 0 && onSubject < settings.doubtful)) {
        return { verdict: 'UNSUPPORTED', by: [], support };
      }
      const isKnown =
        names.every((name) => isNamed(name)) &&
        numbers.every((term) => [...passages, asked, shown].some(({ terms }) => terms.has(term)));
      if (!isKnown) return { verdict: 'NAMES_UNKNOWN', by: supporters, support };
      if (supporters.length > 0) return { verdict: 'SUPPORTED', by: supporters, support };
      // What is asked back ("Avez-vous vérifié la longueur ?") is not said.
      return { verdict: /\?\W*$/.test(sentence) ? 'NO_CLAIM' : 'DOUBTFUL', by: [], support };
    },
  };

  function isNamed(name: string): boolean {
    return pythonNames.has(name) || [...passages, asked, shown].some(({ names }) => names.has(name));
  }

  /**
   * Shares of the words that a passage says: `onSubject` of them all, `support` with some credit for those of the question.
   * A sentence without any word that could be looked for is borne by every passage: its names and numbers decide.
   */
  function supportOf(
    words: readonly Token[],
    passage: Vocabulary & { language: string },
  ): { support: number; onSubject: number } {
    const isForeign = passage.language !== language;
    let known = 0;
    let credited = 0;
    let all = 0;
    for (const { term, surface } of words) {
      const found = inPassage(term, surface, passage);
      // Ordinary words of another language cannot be looked for; those the glossary translates can.
      if (isForeign && found === 0 && !isTranslatable(term)) {
        all += ordinaryWeight;
        continue;
      }
      all += 1;
      known += found;
      credited += Math.max(found, asked.terms.has(term) ? settings.asked : 0);
    }
    return all === 0 ? { support: 1, onSubject: 1 } : { support: credited / all, onSubject: known / all };
  }

  function isTranslatable(term: string): boolean {
    return glossary.knows(term) && glossary.others([term]).length > 0;
  }

  function inPassage(term: string, surface: string, { terms, families }: Vocabulary): number {
    if (terms.has(term)) return 1;
    if (glossary.others([term]).some((other) => other.every((part) => terms.has(part)))) return 1;
    if (surface.length > settings.familyLetters && families.has(surface.slice(0, settings.familyLetters))) {
      return settings.family;
    }
    return 0;
  }

  function vocabularyOf(text: string): Vocabulary {
    const tokens = tokenise(text);
    return {
      terms: new Set(tokens.map(({ term }) => term)),
      families: new Set(
        tokens.flatMap(({ surface, kind }) =>
          kind === 'word' && surface.length > settings.familyLetters ? [surface.slice(0, settings.familyLetters)] : [],
        ),
      ),
      names: new Set(text.match(/[\p{L}_][\p{L}\p{N}_]*/gu) ?? []),
    };
  }
}

/** What an ordinary word of another language than the passage's weighs: it is not known, but it is not nothing. */
const ordinaryWeight = 0.25;

const nothing = { support: 0, onSubject: 0 };

interface Vocabulary {
  terms: Set<string>;
  families: Set<string>;
  /** Names as they are written, each part of a dotted one by itself. */
  names: Set<string>;
}

function unionOf(passages: readonly (Vocabulary & { language: string })[]): Vocabulary & { language: string } {
  return {
    language: passages[0]?.language ?? '',
    terms: new Set(passages.flatMap(({ terms }) => [...terms])),
    families: new Set(passages.flatMap(({ families }) => [...families])),
    names: new Set(passages.flatMap(({ names }) => [...names])),
  };
}

/** What a sentence says: words of content, each once; names that must exist somewhere; numbers outside examples. */
function contentOf(sentence: string): { words: Token[]; names: string[]; numbers: string[] } {
  const prose = sentence.replace(/^\s*(?:\d{1,2}[.)]|[-*+>#]+)\s+/, '');
  const outside = prose.replace(/`[^`]*`/g, ' ');
  const seen = new Set<string>();
  const words = tokenise(prose).filter(({ term, kind, surface, partOf }) => {
    if (kind !== 'word' && !(kind === 'identifier' && partOf === null)) return false;
    if (partOf !== null || seen.has(term) || isEmptyWord(surface)) return false;
    seen.add(term);
    return true;
  });
  const numbers = tokenise(outside).filter(({ kind }) => kind === 'number');
  return { words, names: namesOf(prose, outside), numbers: numbers.map(({ term }) => term) };
}

function isEmptyWord(surface: string): boolean {
  return weakWords.has(surface) || discourseWords.has(surface) || englishWords.has(surface) || surface.length < 2;
}

/** In code spans: what is called, reached by a dot, or an exception, and a span that is one name. Elsewhere: `NameError`, `mon_age`. */
function namesOf(prose: string, outside: string): string[] {
  const names: string[] = [];
  for (const [, span = ''] of prose.matchAll(/`([^`]+)`/g)) {
    for (const [, name = ''] of span.matchAll(/\.([\p{L}_][\p{L}\p{N}_]*)/gu)) names.push(name);
    for (const [name = ''] of span.matchAll(/(?<![\p{L}_])[\p{L}_][\p{L}\p{N}_]*(?=\()/gu)) names.push(name);
    for (const [name = ''] of span.matchAll(/\b[A-Z]\w*(?:Error|Exception|Warning)\b/g)) names.push(name);
    const alone = /^[\p{L}_][\p{L}\p{N}_]*$/u.exec(span)?.[0];
    if (alone && alone.length > 2) names.push(alone);
  }
  names.push(...(outside.match(writtenNames) ?? []));
  return [...new Set(names)];
}

/** `mon_age`, `NameError`, `JavaScript`, and what is called: `len()`. Each is looked for from its first letter alone. */
const writtenNames =
  /(?<![\p{L}\p{N}])[\p{L}\p{N}]*_[\p{L}\p{N}_]+|(?<!\p{Ll})\p{Lu}?\p{Ll}+\p{Lu}[\p{L}\p{N}]*|(?<![\p{L}_])[\p{L}_][\p{L}\p{N}_]*(?=\(\))/gu;
