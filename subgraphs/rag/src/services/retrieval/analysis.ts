/// <reference path="./snowball-stemmers.d.ts" />
import snowball from 'snowball-stemmers';
import { stopWords } from './stop-words.js';

/** What a term stands for: how far it may be corrected, translated and trusted depends on it. */
export type TokenKind = 'word' | 'identifier' | 'operator' | 'number';

/** One index term and the text it came from. */
export interface Token {
  /** As it is indexed: a stem without accents, or `id:`, `op:` or `no:` and the text. */
  term: string;
  kind: TokenKind;
  /** The word as typed, in lower case without accents. */
  surface: string;
  /** For a part of an identifier (`error` of `NameError`): the term of the whole. */
  partOf: string | null;
}

/**
 * Turns French prose mixed with Python into tokens, the same way for passages and for questions.
 *
 * - Elisions are split (`l'index` → `index`; straight and curly apostrophes).
 * - Words are lower-cased, stemmed with Snowball French, then freed of accents, so `créées` and `creer` meet.
 * - Identifiers are kept whole (`IndentationError`, `mon_age`, `list.append`, `__init__`) and given again in parts.
 * - A letter and a word are one (`f-string`, `n-uplet`).
 * - Operators (`==`, `//`, `:=`) are terms of their own; they begin with `op:` so that no word can collide with them.
 * - Numbers are terms of their own, `no:10`.
 * - Stop words are dropped. Unknown characters never throw.
 */
export function tokenise(text: string): Token[] {
  const tokens: Token[] = [];
  for (const match of text.normalize('NFC').matchAll(pattern)) {
    const { operator, number, compound, word } = match.groups ?? {};
    if (operator) tokens.push({ term: `op:${operator}`, kind: 'operator', surface: operator, partOf: null });
    else if (number) tokens.push({ term: `no:${number}`, kind: 'number', surface: number, partOf: null });
    else if (compound) tokens.push(...compoundTokens(compound));
    else if (word) tokens.push(...wordTokens(word));
  }
  return tokens;
}

/** The terms of `tokenise`. */
export function analyse(text: string): string[] {
  return tokenise(text).map(({ term }) => term);
}

/** Lower case without accents: the form in which stop words, stems and typed words are compared. */
export function fold(word: string): string {
  return word.toLowerCase().replaceAll('œ', 'oe').normalize('NFD').replace(/\p{M}/gu, '');
}

/**
 * Operators of more than one sign are looked for anywhere; single ones only between spaces or quotes, where they cannot
 * be punctuation (`- item`, `page/section`). Words may hold digits, underscores and inner dots (`liste.append`).
 */
const pattern =
  /(?<operator>\*\*=|\/\/=|==|!=|<=|>=|\+=|-=|\*=|\/=|%=|:=|->|\*\*|\/\/|(?<=^|[\s`'"(«])[=+*/%<>&|^](?=$|[\s`'")»?,.]))|(?<number>\p{N}+(?:\.\p{N}+)?)|(?<compound>(?<![\p{L}\p{N}_])[\p{L}]-(?!t-)[\p{L}]{3,}(?![\p{L}\p{N}_]))|(?<word>[\p{L}_][\p{L}\p{N}_]*(?:\.[\p{L}_][\p{L}\p{N}_]*)*)/gu;

/** `f-strings` → `id:f-string`, and `string` again. */
function compoundTokens(compound: string): Token[] {
  const folded = fold(compound).replace(/s$/, '');
  const whole: Token = { term: `id:${folded}`, kind: 'identifier', surface: folded, partOf: null };
  return [whole, ...partTokens([compound.slice(2)], whole.term)];
}

/** A lone letter or `qu`, `jusqu`… before an apostrophe is a French elision: as words they are stop words, and vanish. */
function wordTokens(word: string): Token[] {
  const folded = fold(word);
  if (stopWords.has(folded)) return [];
  if (!isIdentifier(word)) return [{ term: stem(word), kind: 'word', surface: folded, partOf: null }];
  const whole: Token = { term: `id:${folded}`, kind: 'identifier', surface: folded, partOf: null };
  const parts = word.split(/[._]+|(?<=[\p{Ll}\p{N}])(?=\p{Lu})/u);
  return [whole, ...partTokens(parts, whole.term)];
}

function partTokens(parts: readonly string[], partOf: string): Token[] {
  const seen = new Set<string>();
  return parts.flatMap((part) => {
    const surface = fold(part);
    if (surface.length < 2 || stopWords.has(surface) || seen.has(surface)) return [];
    seen.add(surface);
    return [{ term: stem(part), kind: 'word' as const, surface, partOf }];
  });
}

/** `mon_age`, `liste.append`, `IndentationError`: not `Python`, not `Comment`. */
function isIdentifier(word: string): boolean {
  return /[._]/.test(word) || /\p{Ll}\p{Lu}/u.test(word);
}

const french = snowball.newStemmer('french');
const stems = new Map<string, string>();
const rememberedStems = 50_000;

/** The index term of one word. */
export function stem(word: string): string {
  const lower = word.toLowerCase();
  const known = stems.get(lower);
  if (known !== undefined) return known;
  const stemmed = fold(french.stem(lower));
  if (stems.size >= rememberedStems) stems.clear();
  stems.set(lower, stemmed);
  return stemmed;
}
