import { fold, stem, type Token, tokenise } from './analysis.js';
import type { Match } from './engine.js';
import { fieldNames } from './fields.js';
import { isLink } from './follow-up-cues.js';
import type { Glossary } from './glossary.js';
import type { InvertedIndex } from './inverted-index.js';
import { oneErrorBetween } from './one-error.js';
import { saidTexts } from './pasted-error.js';
import { questionLanguage } from './question-language.js';
import type { RankingSettings } from './settings.js';
import type { Spelling } from './spelling.js';
import { stopWords, weakWords } from './stop-words.js';

/** Index terms that stand together for a word of the question, and how far they are to be trusted (1: the word itself). */
export interface Alternative {
  /** Several terms are a phrase in the glossary: each counts for its part. */
  terms: readonly string[];
  trust: number;
  by: Match['by'];
  /** Its terms count as if they were at most this rare: a name from the glossary never outweighs the word typed. */
  rarest: number;
}

/** One thing the question says. A passage gains what the best of its alternatives gives, never their sum. */
export interface Clause {
  /** The word as typed, and its index term. */
  word: string;
  term: string;
  alternatives: readonly Alternative[];
  /** Its share of the question's meaning: the rarity of the word, less for words that are never a topic. */
  weight: number;
  /** Factor of all its gains. */
  factor: number;
  /** Whether the documents are about it: it is in a heading, a tag or the glossary, or is Python's. */
  isTopic: boolean;
  /** Whether it is a name of programming: in the glossary, an operator or a known identifier. */
  isNamed: boolean;
  /** Whether it can only mean programming: a name in Python, an operator or a known identifier. */
  isTechnical: boolean;
  /** A word of life outside programming that no heading holds: where a passage uses it, it does so in an example. */
  isEveryday: boolean;
  /** A word of the question no passage holds, neither as it is nor corrected or translated. */
  isUnknown: boolean;
  /** An addition that the question does not need: it is left out when coverage is counted. */
  isBonus: boolean;
  /** Said before, in the conversation: it helps to choose between passages, and is not what is asked. */
  isContext?: boolean;
}

/** The terms that a question may find. */
export type Terms = Pick<InvertedIndex['postings'], 'get' | 'has'>;

/** Understands a question: which words it says, and what the index has for each. */
export function parseQuery(
  query: string,
  index: Pick<InvertedIndex, 'stemOf' | 'unknownRarity' | 'topics'> & { postings: Terms },
  spelling: Spelling,
  glossary: Glossary,
  settings: RankingSettings,
): Clause[] {
  const { postings, topics, unknownRarity } = index;
  const rarityOf = (term: string) => postings.get(term)?.rarity ?? unknownRarity;
  const isEnglish = questionLanguage(query) === 'en';
  // The French stop word "comment" is a notion in English.
  const tokens = uniqueTokens(
    saidTexts(query, (name) => postings.has(`id:${fold(name)}`)).flatMap(({ text, emphasis, isMessage }) =>
      tokenise(isEnglish ? text.replace(/\bcomments?\b/gi, 'commentaire') : text).map((token) => ({
        ...token,
        emphasis,
        isEnglish: isEnglish || isMessage,
      })),
    ),
  );
  const isCode = program.test(query);
  const properNames = properNamesIn(query);
  const parts = tokens.filter(({ partOf }) => partOf !== null);
  const said = tokens.filter(({ partOf }) => partOf === null).slice(0, mostClauses);
  const clauses = said.flatMap((token) => clauseOf(token) ?? []);
  return [...clauses, ...phraseClauses(clauses)];

  function clauseOf(token: SaidToken): Clause | null {
    const own = ownAlternatives(token);
    const usual = token.kind === 'number' ? settings.numberWeight : isWeak(token) ? settings.weakWeight : 1;
    const factor = usual * token.emphasis;
    const corrected = own.some(({ by }) => by === 'correction');
    const first = own[0]?.terms[0];
    if (first === undefined && spellsStopWord(token) && !glossary.isEveryday(token)) return null;
    if (corrected && spellsStopWord(token) && !glossary.knows(first ?? '')) return null;
    const translations = [token.term, ...(corrected && first !== undefined ? [first] : [])].flatMap((term) =>
      glossary.others([term]),
    );
    const rarest = first === undefined ? Infinity : rarityOf(first) * settings.glossaryCap;
    const translated = translations
      .filter((terms) => terms.every((term) => postings.has(term)))
      .map((terms): Alternative => ({ terms, trust: settings.glossary, by: 'glossary', rarest }));
    const alternatives = [...own, ...translated];
    const known = alternatives[0]?.terms[0];
    // What no lesson says of a message, or of what stands around it, makes the error no other.
    if (known === undefined && token.emphasis < 1) return null;
    return {
      word: token.surface,
      term: token.term,
      alternatives,
      weight: factor * (known === undefined ? unknownRarity : rarityOf(known)),
      factor,
      isTopic:
        token.kind === 'operator' ||
        (token.kind === 'identifier' && known !== undefined) ||
        (known !== undefined && (topics.has(known) || glossary.knows(known))),
      isNamed:
        token.kind === 'operator' ||
        (known !== undefined && (token.kind === 'identifier' || glossary.knows(known) || glossary.knows(token.term))),
      isTechnical:
        isCode ||
        token.kind === 'operator' ||
        (known !== undefined &&
          !isLink(token.surface) &&
          (known.startsWith('id:') || glossary.isPython(token.surface))),
      isEveryday: isEveryday(token),
      isUnknown: known === undefined,
      isBonus: false,
    };
  }

  /** "what is a class": words of Python that English needs are seldom what an English question is about. */
  function isWeak(token: SaidToken): boolean {
    return weakWords.has(token.surface) || (token.isEnglish && isLink(token.surface));
  }

  function isEveryday(token: Token): boolean {
    if (isCode || token.kind !== 'word' || !(glossary.isEveryday(token) || isProperName(token))) return false;
    return !(postings.get(token.term)?.fields.some((bits) => (bits & headingBit) !== 0) ?? false);
  }

  function isProperName({ surface, term }: Token): boolean {
    return properNames.has(surface) && !glossary.knows(term);
  }

  function ownAlternatives(token: Token): Alternative[] {
    if (token.kind === 'identifier') {
      const known = postings.has(token.term);
      // `FileNotFoundError` is no question about what is found: who knows nothing of it is asked by the glossary.
      if (!known && /(?:error|exception)$/.test(token.surface)) return [];
      // `KeyEror` is two words run together; `ma_piste` and `liste.apend` are names, and mean themselves.
      const isName = /[_.]/.test(token.surface);
      const trust = known ? settings.part.known : settings.part.unknown;
      const of = parts.filter(({ partOf }) => partOf === token.term).flatMap((part) => wordAlternatives(part, isName));
      const whole: Alternative[] = known ? [{ terms: [token.term], trust: 1, by: 'word', rarest: Infinity }] : [];
      return [...whole, ...of.map((part): Alternative => ({ ...part, trust: part.trust * trust, by: 'part' }))];
    }
    return wordAlternatives(token);
  }

  function wordAlternatives({ term, kind, surface }: Token, asItIs = false): Alternative[] {
    if (kind !== 'word') return postings.has(term) ? [{ terms: [term], trust: 1, by: 'word', rarest: Infinity }] : [];
    // Stemming sees accents: `triér` and `repeter` have another stem than the words they are, the folded form does not.
    const unaccented = index.stemOf.get(surface);
    const typed = [...new Set([term, unaccented ?? term])].filter((known) => postings.has(known));
    if (typed.length > 0) return typed.map((known) => ({ terms: [known], trust: 1, by: 'word', rarest: Infinity }));
    const identifier = `id:${surface}`;
    if (postings.has(identifier)) return [{ terms: [identifier], trust: 1, by: 'word', rarest: Infinity }];
    if (asItIs || glossary.knows(term) || glossary.isEveryday({ surface })) return [];
    const rest = withoutElision(surface);
    if (rest !== null && index.stemOf.has(rest)) {
      return [{ terms: [index.stemOf.get(rest) ?? rest], trust: 1, by: 'word', rarest: Infinity }];
    }
    const best = new Map<string, Alternative>();
    spelling.correct(surface).forEach(({ word }, rank) => {
      const corrected = index.stemOf.get(word) ?? stem(word);
      const trust = settings.corrections[rank] ?? 0;
      if (!best.has(corrected)) best.set(corrected, { terms: [corrected], trust, by: 'correction', rarest: Infinity });
    });
    return [...best.values()];
  }

  /** "chaîne de caractères" also says `str`: the glossary's entries of several words that the question holds. */
  function phraseClauses(single: readonly Clause[]): Clause[] {
    const said = single.map(({ alternatives, term }) => {
      const own = alternatives.find(({ by }) => by === 'word' || by === 'correction');
      return own?.terms[0] ?? term;
    });
    return glossary.phrasesIn(said).flatMap((phrase) => {
      const rarest = Math.max(...phrase.map(rarityOf)) * settings.glossaryCap;
      const alternatives = glossary
        .others(phrase)
        .filter((terms) => terms.every((term) => postings.has(term)))
        .map((terms): Alternative => ({ terms, trust: settings.glossary, by: 'glossary', rarest }));
      if (alternatives.length === 0) return [];
      return [
        {
          word: phrase.join(' '),
          term: phrase.join(' '),
          alternatives,
          weight: 0,
          factor: 1,
          isTopic: true,
          isNamed: true,
          isTechnical: false,
          isEveryday: false,
          isUnknown: false,
          isBonus: true,
        },
      ];
    });
  }

  /** `coment`, `pourqoi`: one error from a stop word, it is that stop word. */
  function spellsStopWord({ kind, surface }: Token): boolean {
    if (kind !== 'word') return false;
    return stopWords.has(withoutElision(surface) ?? '') || (surface.length > 3 && misspelt(surface));
  }
}

/** A line of Python: in `class Chat:` a cat is a name. */
const program =
  /^\s*(?:class|def|for|while|if|elif|try|except|with)\b.*:\s*$|^\s*[\w.]+(?:\[.*\])?\s*[-+*/]?=[^=]|[\w\]]\(.*\)\s*$|^\s*\[.*\]\s*$|^\s*(?:import|from) \w+/m;

/** Words with a capital in the middle of a sentence, folded: "le musée du Louvre". Names of Python are known by their headings. */
function properNamesIn(query: string): Set<string> {
  const found = query.matchAll(/(?<=[\p{Ll}\p{N},;]['’\s]\s?)\p{Lu}\p{Ll}{2,}(?![\p{L}\p{N}_.(])/gu);
  return new Set([...found].map(([name]) => fold(name)));
}

const headingBit = 1 << fieldNames.indexOf('heading');

/** Words of a question that are looked at: a pasted program has hundreds, and its first lines say enough. */
const mostClauses = 60;

/** A token of a question, how much it counts of another, and whether it is said in English. */
type SaidToken = Token & { emphasis: number; isEnglish: boolean };

function uniqueTokens(tokens: readonly SaidToken[]): SaidToken[] {
  const seen = new Set<string>();
  return tokens.filter(({ term, partOf }) => {
    const key = `${partOf ?? ''} ${term}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** `lecran`, `dune`, `quune`: what is left of a word typed without its apostrophe; null when it does not look like one. */
function withoutElision(word: string): string | null {
  return /^(?:qu|[cdjlmnst])(?=[aeiouyh])(\w{2,})$/.exec(word)?.[1] ?? null;
}

const longStopWords = [...stopWords].filter((word) => word.length >= 5);

function misspelt(word: string): boolean {
  return longStopWords.some((stopWord) => word === stopWord || oneErrorBetween(word, stopWord) !== null);
}
