import { marked } from 'marked';
import { tokensOf } from '../grading/tokens.js';

/** A Markdown text as it is searched for solutions. */
export interface QuotedText {
  /**
   * Its tokens: all of them, with and without what stands behind `#` and without the numbers of sources, and those of its code
   * alone, so that neither remarks nor prose between two pieces hide anything.
   */
  readonly readings: readonly string[];
  /** Its lines, each as tokens, in order: of its code alone, then of all of it. */
  readonly lines: readonly (readonly string[])[];
  /** What it holds of programs, to be tried: blocks, all blocks together, spans in a sentence, lines that look like Python. */
  readonly programs: readonly string[];
}

/** Reads a Markdown text. */
export function readText(markdown: string): QuotedText {
  const pieces = piecesOfCode(markdown).map(({ text, isBlock }) => ({
    text: isBlock ? asWritten(text) : text,
    isBlock,
  }));
  const code = pieces.map(({ text }) => text).join('\n');
  const blocks = pieces.filter(({ isBlock }) => isBlock).map(({ text }) => unprompted(text));
  const spans = pieces.filter(({ isBlock }) => !isBlock).map(({ text }) => text);
  const together = blocks.length > 1 ? [blocks.join('\n')] : [];
  return {
    readings: [...new Set([markdown, markdown.replaceAll('#', ' '), withoutCitations(markdown), code].map(normalised))],
    lines: [linesOf(code), linesOf(markdown), linesOf(markdown.replaceAll('#', ' '))],
    programs: [...new Set([...blocks, ...together, ...spans, ...linesLikePython(markdown)])],
  };
}

/**
 * What is compared of a text: its tokens in lower case, without comments, quotes, and what stands before a line that is
 * quoted, listed or typed at Python's prompt. None of these makes another solution of it.
 */
export function normalised(text: string): string {
  return linesOf(text).join(' ');
}

/** The lines that hold anything, each {@link normalised}. */
export function linesOf(text: string): string[] {
  return text.split('\n').map(lineTokens).filter(Boolean);
}

/** A Markdown text without the numbers of sources, as assistants put them behind what they say: ` [1]`. */
export function withoutCitations(markdown: string): string {
  return markdown.replace(/\s*(?<=[\s\p{L}\p{P}])\[\d{1,2}\](?!\()/gu, '');
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
    } else if (token.type === 'html') {
      pieces.push({ text: withoutTags(String(token.text)), isBlock: true });
    }
  });
  return pieces;
}

function withoutTags(html: string): string {
  const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };
  return html.replace(/<[^<>]*>/g, '').replace(/&(lt|gt|quot|apos|amp);/g, (_, name: string) => entities[name] ?? '');
}

/** A block without what listings add to a program: numbers of lines, and the marks of a comparison with what it replaces. */
function asWritten(block: string): string {
  const lines = block.split('\n').filter((line) => line.trim() !== '');
  if (areNumbered(lines)) return dedented(lines.map((line) => line.replace(NUMBER, '')));
  if (lines.some((line) => line.startsWith('+')) && lines.every((line) => /^[-+@ ]/.test(line))) {
    const kept = lines.filter((line) => !/^(?:-|@@|\+\+\+)/.test(line));
    return kept.map((line) => line.slice(1)).join('\n');
  }
  return block;
}

const NUMBER = /^\s*(\d+)(?:\s*[|│:.)](?=\s|$)|(?=\s|$))/;

function areNumbered(lines: readonly string[]): boolean {
  const [first = Number.NaN, ...others] = lines.map((line) => Number(NUMBER.exec(line)?.[1]));
  return others.length > 0 && others.every((number, index) => number === first + index + 1);
}

function dedented(lines: readonly string[]): string {
  const margin = Math.min(...lines.filter((line) => line.trim() !== '').map((line) => line.search(/\S/)));
  return lines.map((line) => line.slice(margin)).join('\n');
}

/** A block as Python would read it: without the prompt before each line, and without fences that were indented too far. */
function unprompted(block: string): string {
  const lines = block.split('\n').filter((line) => !/^\s*(?:```|~~~)/.test(line));
  const typed = lines.filter((line) => /^\s*(?:>>>|\.\.\.)(?:\s|$)/.test(line));
  return (typed.length > 0 ? typed.map((line) => line.replace(/^\s*(?:>>>|\.\.\.) ?/, '')) : lines).join('\n');
}

/** Lines that follow one another and look like a program, wherever they stand. */
function linesLikePython(markdown: string): string[] {
  const runs: string[][] = [[]];
  for (const line of markdown.split('\n')) {
    const bare = line.replace(/^\s{0,3}(?:>\s?)+/, '');
    if (LIKE_PYTHON.test(bare)) runs.at(-1)?.push(bare);
    else if (bare.trim() !== '') runs.push([]);
  }
  return runs.filter((run) => run.length > 0).map((run) => run.join('\n'));
}

/** A statement, or a line indented below one. */
const LIKE_PYTHON =
  /^(?:\s{2,}\S|(?:def|class|for|while|if|elif|with|try|except|finally|else|match|case)\b.*:\s*(?:#.*)?$|(?:return|import|from|raise|assert|del|pass|break|continue)\b|[\p{L}_][\p{L}\p{N}_.[\]"']*\s*(?:[-+*/%]?=[^=]|\())/u;
