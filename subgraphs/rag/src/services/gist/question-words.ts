import { fold } from '../retrieval/analysis.js';

/** One word of a question. */
export interface QuestionWord {
  /** Folded; what must not be changed begins with `=` and is as it was typed. */
  text: string;
  /** An identifier, a number or a quotation: stands for itself alone. */
  isExact: boolean;
  /** As it was typed. */
  raw: string;
  /** Whether a sentence begins here, or goes on after a comma. */
  begins: boolean;
  /** `index()`, or between backquotes: a name of a program, whatever it means elsewhere. */
  isCode: boolean;
  /** What is left of a word before an apostrophe: `l`, `qu`. */
  isElided: boolean;
}

/** Longer texts are programs, traces, exercises: too much in them matters to be put in other words. */
const longestQuestion = 160;

/**
 * The words of a question in prose, or null when it is more than that: several lines, brackets, operators, any sign whose
 * meaning a comparison of words would lose.
 */
export function questionWords(query: string): QuestionWord[] | null {
  const text = query.normalize('NFC').replace(/[’‘ʼ]/g, "'").trim();
  if (text.length > longestQuestion || /[\n\r]/.test(text)) return null;
  const words: QuestionWord[] = [];
  let at = 0;
  let begins = true;
  while (at < text.length) {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (!match) return null;
    at = pattern.lastIndex;
    const word = wordOf(match.groups ?? {});
    if (word) words.push({ ...word, begins });
    begins = word === null && (begins || /[?!.,…]/.test(match[0]));
  }
  return words.map((word, at) => (isLetterItself(words, at) ? { ...word, ...exact(word.raw) } : word));
}

/**
 * From left to right: quotations, `code` of one name, numbers, words (a letter and a word are one: `f-string`), and signs
 * that mean nothing between words. A hyphen or an apostrophe parts words only between letters: `-1` and `'a'` are code.
 */
const pattern = new RegExp(
  [
    '(?<quoted>«[^«»]*»|"[^"]*"|“[^“”]*”)',
    '`(?<spelled>[\\p{L}_][\\p{L}\\p{N}_.]*(?:\\(\\))?)`',
    '(?<number>\\p{N}+(?:[.,]\\p{N}+)?)(?![\\p{L}\\p{N}_.]|,\\p{N})',
    "(?<word>(?:\\p{L}-(?!(?:t|il|on|ce|je|tu)\\b)[\\p{L}]{3,}|[\\p{L}\\p{N}_]+(?:\\.[\\p{L}_][\\p{L}\\p{N}_]*)*)(?:\\(\\))?)(?<elision>'(?=\\p{L}))?",
    '(?<=\\p{L})-(?=\\p{L})',
    '[\\s?!.,…]+',
    '[\\p{Extended_Pictographic}\\u{FE0F}\\u{200D}]+',
  ].join('|'),
  'uy',
);

type Spelling = Omit<QuestionWord, 'begins'>;

function wordOf({ quoted, spelled, number, word, elision }: Record<string, string | undefined>): Spelling | null {
  if (quoted !== undefined) return exact(quoted.slice(1, -1).trim());
  if (number !== undefined) return { ...exact(number), text: number.replace(',', '.') };
  const name = (spelled ?? word)?.replace(/\(\)$/, '');
  if (name === undefined) return null;
  // `NameError`, `mon_age`, `liste.append`, `x2`, `f-string`: names, whose capitals count.
  if (/[\p{N}_.-]|\p{Ll}\p{Lu}/u.test(name)) return exact(name);
  // `é` and `e` are two letters where a letter is what is asked about.
  if (/^\p{L}$/u.test(name) && !/^[a-zàA-ZÀ]$/.test(name)) return exact(name);
  const isCode = spelled !== undefined || word?.endsWith('()') === true;
  if (isCode && /\p{Lu}/u.test(name)) return exact(name);
  return { text: fold(name), raw: name, isExact: isCode, isCode, isElided: elision !== undefined };
}

/** “remplacer à par a”: no preposition is the last word, or stands before one of these. */
function isLetterItself(words: readonly QuestionWord[], at: number): boolean {
  if (!/^[aà]$/iu.test(words[at]?.raw ?? '') || words[at]?.isExact) return false;
  const next = words[at + 1]?.text;
  return (next === undefined && at > 0) || next === 'par' || next === 'et';
}

function exact(raw: string): Spelling {
  return { text: `=${raw}`, raw, isExact: true, isCode: false, isElided: false };
}
