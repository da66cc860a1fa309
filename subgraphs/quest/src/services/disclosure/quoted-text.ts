import { marked } from 'marked';
import { tokensOf } from '../grading/tokens.js';

/** A Markdown text as it is searched for solutions. */
export interface QuotedText {
  /** All of its tokens. */
  readonly whole: string;
  /** Those of its code alone, so that prose between two pieces hides nothing. */
  readonly code: string;
  /** Its lines of code, each as tokens, in order. */
  readonly codeLines: readonly string[];
  /** All of its lines, likewise. */
  readonly lines: readonly string[];
  /** Its pieces of code as they stand: blocks, then spans in a sentence. */
  readonly programs: readonly string[];
}

/** Reads a Markdown text for {@link quotes} and its kind. */
export function readText(markdown: string): QuotedText {
  const pieces = piecesOfCode(markdown);
  const programs = [...pieces.filter(({ isBlock }) => isBlock), ...pieces.filter(({ isBlock }) => !isBlock)];
  return {
    whole: normalised(markdown),
    code: normalised(pieces.map(({ text }) => text).join('\n')),
    codeLines: pieces.flatMap(({ text }) => linesOf(text)),
    lines: linesOf(markdown),
    programs: programs.map(({ text }) => text),
  };
}

/**
 * What is compared of a text: its tokens in lower case, without comments, quotes, and what stands before a line that is
 * quoted, listed or typed at Python's prompt. None of these makes another solution of it.
 */
export function normalised(text: string): string {
  return text.split('\n').map(lineTokens).filter(Boolean).join(' ');
}

/** The lines that hold anything, each {@link normalised}. */
export function linesOf(text: string): string[] {
  return text.split('\n').map(lineTokens).filter(Boolean);
}

/** Whether tokens stand in a text one after the other. */
export function contains(haystack: string, needle: string): boolean {
  return ` ${haystack} `.includes(` ${needle} `);
}

/** How many tokens a normalised text has. */
export function tokenCount(text: string): number {
  return text === '' ? 0 : text.split(' ').length;
}

function lineTokens(line: string): string {
  const bare = line
    .replace(PREFIX, '')
    .replace(/[‘’‚'“”„«»"`]/g, ' ')
    .replace(/#.*$/, '');
  return tokensOf(bare).join(' ').toLowerCase();
}

/** Marks of quotations, lists and Python's prompt. */
const PREFIX = /^\s*(?:(?:>>>|\.\.\.|>|[-*]|\d+[.)])\s+)+/;

/** Code blocks and spans, in the order of the text. */
function piecesOfCode(markdown: string): { text: string; isBlock: boolean }[] {
  const pieces: { text: string; isBlock: boolean }[] = [];
  marked.walkTokens(marked.lexer(markdown), (token) => {
    if (token.type === 'code' || token.type === 'codespan') {
      pieces.push({ text: String(token.text), isBlock: token.type === 'code' });
    }
  });
  return pieces;
}
