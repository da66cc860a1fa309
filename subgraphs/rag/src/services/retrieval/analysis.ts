/// <reference path="./snowball-stemmers.d.ts" />
import snowball from 'snowball-stemmers';
import { stopWords } from './stop-words.js';

/**
 * Turns French prose mixed with Python into index terms, the same way for passages and for questions.
 *
 * - Elisions are split (`l'index` → `index`; straight and curly apostrophes).
 * - Words are lower-cased, stemmed with Snowball French, then freed of accents, so `créées` and `creer` meet.
 * - Identifiers are kept whole (`IndentationError`, `mon_age`) and given again in parts (`indentation`, `error`).
 * - Operators (`==`, `//`, `:=`) are terms of their own; they begin with `op:` so that no word can collide with them.
 * - Numbers are terms of their own, `no:10`.
 * - Stop words are dropped. Unknown characters never throw.
 */
export function analyse(text: string): string[] {
  const terms: string[] = [];
  for (const match of text.normalize('NFC').matchAll(token)) {
    const { operator, number, word } = match.groups ?? {};
    if (operator) terms.push(`op:${operator}`);
    else if (number) terms.push(`no:${number}`);
    else if (word) terms.push(...wordTerms(word));
  }
  return terms;
}

/** Lower case without accents: the form in which stop words and stems are compared. */
function fold(word: string): string {
  return word.toLowerCase().replaceAll('œ', 'oe').normalize('NFD').replace(/\p{M}/gu, '');
}

/**
 * Operators of more than one sign are looked for anywhere; single ones only between spaces or quotes, where they cannot
 * be punctuation (`- item`, `page/section`). Words may hold digits, underscores and inner dots (`liste.append`).
 */
const token =
  /(?<operator>\*\*=|\/\/=|==|!=|<=|>=|\+=|-=|\*=|\/=|%=|:=|->|\*\*|\/\/|(?<=^|[\s`'"(«])[=+*/%<>](?=$|[\s`'")»?,.]))|(?<number>\p{N}+(?:\.\p{N}+)?)|(?<word>[\p{L}_][\p{L}\p{N}_]*(?:\.[\p{L}_][\p{L}\p{N}_]*)*)/gu;

/** A lone letter or `qu`, `jusqu`… before an apostrophe is a French elision: as words they are stop words, and vanish. */
function wordTerms(word: string): string[] {
  const folded = fold(word);
  if (stopWords.has(folded)) return [];
  if (!isIdentifier(word)) return [stem(word)];
  const parts = word.split(/[._]+|(?<=[\p{Ll}\p{N}])(?=\p{Lu})/u).filter((part) => part !== '');
  const partTerms = parts.map(fold).flatMap((part, index) => {
    if (part.length < 2 || stopWords.has(part)) return [];
    return [stem(parts[index] ?? part)];
  });
  return [...new Set([`id:${folded}`, ...partTerms])];
}

/** `mon_age`, `liste.append`, `IndentationError`: not `Python`, not `Comment`. */
function isIdentifier(word: string): boolean {
  return /[._]/.test(word) || /\p{Ll}\p{Lu}/u.test(word);
}

const french = snowball.newStemmer('french');
const stems = new Map<string, string>();
const rememberedStems = 50_000;

function stem(word: string): string {
  const lower = word.toLowerCase();
  const known = stems.get(lower);
  if (known !== undefined) return known;
  const stemmed = fold(french.stem(lower));
  if (stems.size >= rememberedStems) stems.clear();
  stems.set(lower, stemmed);
  return stemmed;
}
