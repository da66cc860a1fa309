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

/** A text without what leads to a person: addresses of mail and pages, accounts, numbers of telephones, cards and the like. */
export function masked(text: string): string {
  return text
    .normalize('NFC')
    .replace(/[\p{L}\p{N}._%+-]+\s?(?:@|\(at\)|\[at\]| arobase )\s?[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/giu, '[…]')
    .replace(/\b(?:https?:\/\/|www\.)\S+/gi, '[…]')
    .replace(accounts, '$1 […]')
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

/** Characters of a question that authors see. */
const longest = 300;

function shortened(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length <= longest ? line : `${line.slice(0, longest).trimEnd()} …`;
}
