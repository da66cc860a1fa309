import { z } from 'zod';
import { searchKey } from '../../models/account.model.js';
import type { ProblemCode } from '../field-problems.js';

/**
 * A display name: NFKC, single spaces, 2 to 30 characters. It is public and learners may be minors, so it must not
 * lead anybody to them: no e-mail address, link, phone number or handle elsewhere. Nobody may pass for the platform, nor
 * for somebody else by letters that look alike: one script, or Latin beside an East Asian one. Messages are problem codes.
 */
export const displayNameSchema = z
  .string()
  .transform((name) => name.normalize('NFKC').trim().replaceAll(/ +/g, ' '))
  .check((context) => {
    const code = displayNameProblem(context.value);
    if (code) context.issues.push({ code: 'custom', message: code, input: context.value });
  });

/** Control, format (direction overrides among them), private, unassigned, line separators. */
const FORBIDDEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}\p{Zl}\p{Zp}]/u;
/** More accents on one letter than any language writes: text that spills over its neighbours. */
const STACKED_MARKS = /\p{M}{3,}/u;
/**
 * Scripts that are not written together in one name; what is missing here counts as one more. Unicode UTS 39 calls it
 * "highly restrictive". https://www.unicode.org/reports/tr39/#Restriction_Level_Detection
 */
const SCRIPTS = [
  /\p{Script=Latin}/u,
  /\p{Script=Cyrillic}/u,
  /\p{Script=Greek}/u,
  /\p{Script=Arabic}/u,
  /\p{Script=Hebrew}/u,
  /\p{Script=Armenian}/u,
  /\p{Script=Georgian}/u,
  /\p{Script=Cherokee}/u,
  /\p{Script=Coptic}/u,
  /\p{Script=Devanagari}/u,
  /\p{Script=Thai}/u,
] as const;
const LATIN = SCRIPTS[0];
const EAST_ASIAN = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Bopomofo}]/u;
const SHARED = /[\p{Script=Common}\p{Script=Inherited}]/u;
const LETTER_OR_DIGIT = /[\p{L}\p{N}]/u;
const EMAIL = /\S@\S|\(at\)|\[at\]/i;
const LINK =
  /:\/\/|www\.|[\p{L}\d-]{2,}\.(com|fr|net|org|io|eu|be|ch|ca|info|dev|app|me|co|gg|tv|xyz|uk|de|es|it|ly)(?![\p{L}\d])/iu;
/** “insta: lea.dupont”, “snap lea_13”, “@lea”: a handle elsewhere leads to the person as well. */
const ELSEWHERE =
  /^@|\s@\S|\b(insta(gram)?|snap(chat)?|tik ?tok|discord|whats ?app|telegram|facebook|twitch|roblox)\b\s*[:=@>-]|\b(insta(gram)?|snap(chat)?|whats ?app)\s+\S/iu;
/** Names that pass for the platform, for its staff, or for the pseudonyms of others, however spaced or accented. */
const RESERVED =
  /doctorpy|^(administrat(eur|rice|or|ion)|moderat(eur|rice|or|ion))|^(support|staff|l?equipe)\d*$|pythonanonyme|anonymouspython/;
/** E.164 numbers have at most 15 digits; seven in a row, however spaced, are no name. */
const PHONE = /(?:\d[\s.\-()/_]*){7,}/;

function displayNameProblem(name: string): ProblemCode | null {
  const length = [...name].length;
  if (length < 2 || length > 30) return 'DISPLAY_NAME_LENGTH';
  if (FORBIDDEN.test(name) || STACKED_MARKS.test(name) || !LETTER_OR_DIGIT.test(name)) return 'DISPLAY_NAME_CHARACTERS';
  if (mixesScripts(name)) return 'DISPLAY_NAME_MIXED_SCRIPTS';
  if ([EMAIL, LINK, PHONE, ELSEWHERE].some((pattern) => pattern.test(name))) return 'DISPLAY_NAME_PRIVATE';
  if (RESERVED.test(searchKey(name).replaceAll(/[^\p{L}\p{N}]/gu, ''))) return 'DISPLAY_NAME_RESERVED';
  return null;
}

function mixesScripts(name: string): boolean {
  const letters = [...name].filter((character) => /\p{L}/u.test(character) && !SHARED.test(character));
  const used = new Set(
    letters.map((letter) => [...SCRIPTS, EAST_ASIAN].find((script) => script.test(letter)) ?? 'another'),
  );
  return used.size > 1 && !(used.size === 2 && used.has(LATIN) && used.has(EAST_ASIAN));
}
