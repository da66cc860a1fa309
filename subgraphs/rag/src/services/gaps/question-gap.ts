import { createHash } from 'node:crypto';
import type { GapRecord } from '../../models/answer.model.js';
import { analyse } from '../retrieval/analysis.js';

/**
 * What authors may know of a question that nothing answers; null for one that says nothing ("merci"). Questions that say the
 * same words in another order, form or with other small words have the same key.
 */
export function gapOf(query: string): GapRecord | null {
  const terms = [...new Set(analyse(masked(query)))].sort();
  if (terms.length === 0) return null;
  const key = createHash('sha256').update(terms.join(' ')).digest('base64url').slice(0, 22);
  return { key, question: shortened(masked(query)) };
}

/**
 * A text without what leads to a person: addresses of mail and pages, accounts, folders, numbers of telephones, cards and the
 * like. Of a path only the file's name stays.
 */
export function masked(text: string): string {
  return text
    .normalize('NFC')
    .replace(
      /(?<![\p{L}\p{N}._%+-])[\p{L}\p{N}._%+-]+\s?(?:@|\(at\)|\[at\]| arobase )\s?[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/giu,
      '[…]',
    )
    .replace(prompt, '$1[…]')
    .replace(/\b(?:https?:\/\/|www\.)\S+/gi, '[…]')
    .replace(accounts, '$1 […]')
    .replace(fileOnServer, '[…]$1')
    .replace(folderOnServer, '[…]')
    .replace(pathAtHome, '[…]$1')
    .replace(home, '[…]')
    .replace(pathOnDrive, '[…]$1')
    .replace(/(?<![\p{L}\p{N}_])\+?\(?\p{N}(?:[\s().\u00A0\u202F-]{0,2}\p{N}){7,}(?![\p{L}\p{N}_])/gu, (digits) =>
      isDecimal(digits) ? digits : '[…]',
    )
    .replace(
      /\b(je m['’ ]?appelles?|mon nom (?:est|c['’]est)|my name is)\s+\p{L}[\p{L}'’-]*(?:\s+\p{Lu}[\p{L}'’-]*)*/giu,
      '$1 […]',
    );
}

function isDecimal(digits: string): boolean {
  return /^\d{1,6}\.\d+$/.test(digits);
}

/** `@lea` beside the name of a network is somebody's account; elsewhere in a question about Python it is a decorator. */
const accounts =
  /\b(insta(?:gram)?|snap(?:chat)?|tiktok|discord|twitter|facebook|telegram|whatsapp)\b[^@\n]{0,20}@[\p{L}\p{N}_.]+/giu;

/** A folder's name: a space or an apostrophe in it stands before a letter. */
const folder = String.raw`(?:[^\\/\s"«»<>|:*?'’,;]|[ \u00A0](?=[\p{L}\p{N}(_-])|['’](?=\p{L})){1,80}`;

/** Between folders; twice where a program spells a backslash. */
const slash = String.raw`[\\/]{1,2}`;

/** Where systems keep what belongs to people. */
const homes = `(?:\\b[A-Za-z]:)?${slash}(?:[Hh]ome|[Uu]sers|[Uu]tilisateurs|[Dd]ocuments and [Ss]ettings|[Vv]olumes|[Mm]edia)`;

/** A server's name is no `\\d+\\w` of a regular expression: `\\lycee-srv\eleves\lea.martin\` before `tp.py`, its backslashes doubled where a program spells them. */
const fileOnServer = new RegExp(
  String.raw`(?<![\\\w:])\\{2,4}(?=[\p{L}\p{N}][\p{L}\p{N}._-]{2})${folder}(?:\\{1,2}${folder}){0,30}(\\{1,2})(?=${folder}\.(?:py|ipynb|txt|csv|json|md|log|png|jpe?g|pdf)\b)`,
  'giu',
);

/** The same without a file in it. */
const folderOnServer =
  /(?<![\\\w:])\\{2,4}(?=[\p{L}\p{N}][\p{L}\p{N}._-]{2})[^\\/\s"«»<>|:*?'’,;]{1,80}(?:\\{1,2}[^\\/\s"«»<>|:*?'’,;]{1,80}(?: \p{Lu}[\p{L}'’-]{0,40}){0,3}){1,30}/gu;

/** `C:\Users\Léa Martin\` before `tp.py`. */
const pathAtHome = new RegExp(`${homes}(?:${slash}${folder}){1,30}(${slash})`, 'gu');

/** `/home/lea.martin` without anything in it. */
const home = new RegExp(String.raw`${homes}${slash}[^\\/\s"«»<>|:*?'’,;]{1,80}(?: \p{Lu}[\p{L}'’-]{0,40}){0,3}`, 'gu');

/** `D:\Léa Martin\` before `tp.py`; an `x:\n` is none. */
const pathOnDrive = new RegExp(String.raw`\b[a-z]:(?:${slash}${folder}){1,30}(${slash})`, 'giu');

/** Characters of a question that authors see. */
const longest = 300;

function shortened(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length <= longest ? line : `${line.slice(0, longest).trimEnd()} …`;
}

/** `lea@pc:~/tp$`, `(base) lea@MacBook tp %`: where a terminal waits. */
const prompt =
  /^([ \t]*(?:\([\w.-]{1,40}\) )?)[\p{L}\p{N}._-]{1,64}@[\p{L}\p{N}._-]{1,64}(?=[: ][^\n]{0,200}?[$%#](?:\s|$))/gmu;
