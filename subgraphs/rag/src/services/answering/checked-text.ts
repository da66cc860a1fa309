import type { ClaimCheck } from './claims.js';
import type { LeakCheck } from './instructions-leak.js';
import { withoutInvisible } from './invisible.js';
import type { KnownLinks } from './known-links.js';
import { speechForThePlatform } from './platform-claims.js';
import { safeCode, safeProse } from './safe-markdown.js';
import { createTextCutter, type Piece } from './text-cutter.js';

/** A piece that may be shown, as far as can be said without asking anyone. Joined, the texts are the answer. */
export type CheckedPiece =
  | { kind: 'prose'; text: string }
  /** `before` is white space; `text` the block with its fence, `code` what is in it. */
  | { kind: 'code'; before: string; text: string; code: string; language: string };

/**
 * Turns a model's raw stream into text that a learner can rely on: whole sentences, lines and code blocks, each checked.
 *
 * - A sentence that no passage supports is marked when it is about the same things, else left out. One that repeats the
 *   instructions ends the text.
 * - A citation `[n]` of a passage that was not given is dropped; one of a passage that does not say it becomes one of a
 *   passage that does. They are renumbered in the order of first use: `[1]` is the first entry of `citedPassages()`.
 * - Neither HTML nor images, no link but to known places, no invisible characters.
 * - A code block is handed out when it is complete; one that the model left open is closed.
 */
export interface CheckedText {
  /** Takes a piece of the raw stream; returns what may be shown now, possibly nothing. */
  push(raw: string): CheckedPiece[];
  /** Ends the stream; returns the rest. */
  finish(): CheckedPiece[];
  /** Ends a stream that was broken off; returns what waited, without the sentence or block that has no end. */
  breakOff(): CheckedPiece[];
  /** Numbers (from 1) of the given passages that were cited, in order of first use. */
  citedPassages(): readonly number[];
  /** Whether a program that came otherwise may stand in the text. */
  accepts(code: string, language: string): boolean;
  /** Whether the model repeats itself and ought to be stopped. */
  isLooping(): boolean;
  /** Whether the model recites its instructions: nothing is shown from there on, and the whole is no answer. */
  isReciting(): boolean;
  /** Sentences that claim something, by what was found of them. */
  counts(): Readonly<Record<ClaimKind, number>>;
}

/** Sentences that claim something: see claims.ts. */
export type ClaimKind = 'supported' | 'doubtful' | 'unsupported';

/** What a text is checked with. */
export interface TextChecks {
  /** How many passages the model was given. */
  passageCount: number;
  claims: ClaimCheck;
  leaks: LeakCheck;
  links: KnownLinks;
  /** Stands after a doubtful sentence; null leaves such sentences out. */
  mark: string | null;
}

/** How often the same sentence may come before it counts as a loop. */
const tolerableRepeats = 3;

/** Characters of what the model said last: instructions may come widely spaced. */
const longestMemory = 1000;

/** No word is as long: a model that is stuck on a letter. */
const endless = /\S{200}/;

/** A heading, a row of a table: a mark would become part of the title, or a column of its own. */
const bearsNoMark = /^[ \t]{0,3}[#|]/;

/** Sentences that wait for the example that may show what they name. */
const mostWaiting = 4;

/** Creates a CheckedText for one answer. */
export function createCheckedText({ passageCount, claims, leaks, links, mark }: TextChecks): CheckedText {
  const cutter = createTextCutter();
  const cited: number[] = [];
  const seen = new Map<string, number>();
  const counts: Record<ClaimKind, number> = { supported: 0, doubtful: 0, unsupported: 0 };
  let half = '';
  let heard = '';
  let text = '';
  let gap = '';
  let waiting: string[] = [];
  let looping = false;
  let reciting = false;

  return {
    push(raw) {
      // A character may come in halves.
      const whole = half + raw;
      half = /[\uD800-\uDBFF]$/.test(whole) ? whole.slice(-1) : '';
      return cutter.push(withoutInvisible(whole.slice(0, whole.length - half.length))).flatMap(take);
    },
    finish: () => [...cutter.finish().flatMap(take), ...settle()],
    breakOff: settle,
    citedPassages: () => cited,
    accepts,
    isLooping: () => looping,
    isReciting: () => reciting,
    counts: () => counts,
  };

  function take(piece: Piece): CheckedPiece[] {
    if (looping) return [];
    if (piece.kind === 'code') {
      claims.learn(piece.code);
      return [...settle(), ...takeCode(piece)];
    }
    const body = piece.text.trim();
    if (waiting.length === 0 && !namesUnknown(body)) return takeProse(piece.text);
    waiting.push(piece.text);
    return waiting.length > mostWaiting ? settle() : [];
  }

  /** Nothing more is to be waited for. */
  function settle(): CheckedPiece[] {
    const settled = waiting;
    waiting = [];
    return settled.flatMap(takeProse);
  }

  function namesUnknown(body: string): boolean {
    const safe = safeProse(body, links);
    return claims.judge(withoutCitations(safe), citationsIn(safe)).verdict === 'NAMES_UNKNOWN';
  }

  function takeProse(raw: string): CheckedPiece[] {
    const body = raw.trim();
    gap += raw.slice(0, raw.length - raw.trimStart().length);
    const checked = checkProse(body);
    // A sign alone (`-`, `|`) may frame what comes next; an emptied sentence leaves nothing.
    // What is left out for another reason counts as well: it may be every other word of them.
    if (!recites(body) && checked.trim() !== '' && !repeats(checked)) {
      const delta = spaced(checked);
      gap = raw.slice(raw.trimEnd().length);
      return [{ kind: 'prose', text: delta }];
    }
    gap += raw.slice(raw.trimEnd().length);
    return [];
  }

  function takeCode({ before, language, code }: Extract<Piece, { kind: 'code' }>): CheckedPiece[] {
    const block = safeCode({ code, language }, links);
    gap += before;
    if (code.trim() === '' || !accepts(code, language)) return [];
    if (text !== '' && !gap.includes('\n')) gap = '\n\n';
    const whole = spaced(block);
    gap = '\n';
    return [{ kind: 'code', before: whole.slice(0, whole.length - block.length), text: block, code, language }];
  }

  function accepts(code: string, language: string): boolean {
    return !recites(code) && !saysForThePlatform(code, language);
  }

  /** Programs may print what they like; their comments, and blocks that are no program, speak to the learner. */
  function saysForThePlatform(code: string, language: string): boolean {
    const lines = code.split('\n');
    const spoken = isPython(language) ? lines.map((line) => /#(.*)$/.exec(line)?.[1] ?? '') : lines;
    return spoken.some((line) => {
      const speech = speechForThePlatform(line);
      return speech === 'SURELY' || (speech === 'PERHAPS' && claims.judge(line, []).verdict === 'UNSUPPORTED');
    });
  }

  /** Once is enough: word by word, with one left out here and there, instructions are told as well. */
  function recites(next: string): boolean {
    reciting ||= leaks.leaks(heard, next);
    heard = `${heard}${next}`.slice(-longestMemory);
    return reciting;
  }

  /** With the white space in front that the text has had since it was last shown something. */
  function spaced(body: string): string {
    const delta =
      text === '' ? body : gap.replace(/[ \t]*\n[ \t]*\n\s*(?=\n|$)/, '\n\n').replace(/\n{3,}/g, '\n\n') + body;
    text += delta;
    return delta;
  }

  /** What is shown of the line that a piece goes on with, and the piece. */
  function lineWith(body: string): string {
    const shown = `${text}${gap}`;
    return shown.slice(shown.lastIndexOf('\n') + 1) + body;
  }

  /** Safe, judged, and with citations that hold; empty when it is not to be shown. */
  function checkProse(body: string): string {
    if (endless.test(body)) {
      looping = true;
      return '';
    }
    const safe = safeProse(body.replace(/\[(\d{1,2})\]\([^)\s]*\)/g, '[$1]'), links);
    const given = citationsIn(safe);
    const bare = withoutCitations(safe);
    if (!/[\p{L}\p{N}]/u.test(bare)) return bare;
    const { verdict, by } = claims.judge(bare, given);
    if (verdict === 'UNSUPPORTED' || verdict === 'NAMES_UNKNOWN') {
      counts.unsupported += 1;
      return '';
    }
    if (verdict === 'DOUBTFUL') {
      counts.doubtful += 1;
      if (mark === null) return '';
      return bearsNoMark.test(lineWith(bare)) ? bare : `${bare} ${mark}`;
    }
    if (verdict === 'NO_CLAIM') return numbered(safe, given);
    counts.supported += 1;
    const holding = given.filter((number) => by.includes(number));
    return numbered(safe, holding.length > 0 ? holding : by.slice(0, 1));
  }

  /**
   * Citations of `holding` in their new numbers. Where a sentence's own do not hold, the first one that does stands in the
   * last one's place.
   */
  function numbered(body: string, holding: readonly number[]): string {
    const marks = citationsIn(body, Number.POSITIVE_INFINITY);
    const isReplaced = !marks.some((number) => holding.includes(number));
    let at = 0;
    return outsideCode(body, (part) =>
      part.replace(citation, (mark, digits: string) => {
        at += 1;
        const given = Number(digits);
        const number = isReplaced && at === marks.length ? holding[0] : holding.find((one) => one === given);
        return number === undefined ? '' : `${mark.startsWith(' ') ? ' ' : ''}[${newNumber(number)}]`;
      }),
    );
  }

  function newNumber(given: number): number {
    if (!cited.includes(given)) cited.push(given);
    return cited.indexOf(given) + 1;
  }

  /** Numbers of passages that were given, as a sentence cites them. */
  function citationsIn(body: string, most = passageCount): number[] {
    const numbers: number[] = [];
    outsideCode(body, (part) => {
      for (const [, digits] of part.matchAll(citation)) numbers.push(Number(digits));
      return part;
    });
    return numbers.filter((number) => number >= (most === passageCount ? 1 : 0) && number <= most);
  }

  /** Once too often is a loop: neither this time nor what comes after it is shown. */
  function repeats(body: string): boolean {
    const times = (seen.get(body) ?? 0) + 1;
    seen.set(body, times);
    looping ||= times >= tolerableRepeats && body.length > 3;
    return looping;
  }
}

const citation = / ?\[(\d{1,2})\]/g;

function withoutCitations(body: string): string {
  return outsideCode(body, (part) => part.replace(citation, ''));
}

function outsideCode(body: string, change: (part: string) => string): string {
  return body
    .split(/(`+[^`]*`+)/)
    .map((part, index) => (index % 2 === 1 ? part : change(part)))
    .join('');
}

/** Whether a block's language says that it is Python. */
export function isPython(language: string): boolean {
  return /^(?:python3?|py3?|pycon)$/i.test(language);
}
