import { extractTextItems, getDocumentProxy, getMeta, type StructuredTextItem } from 'unpdf';
import { fence } from './markdown.js';
import { UnreadableContentError } from './unreadable.js';
import { writeMarkdown } from './write-markdown.js';

/**
 * Reads a PDF file (in base64). A PDF says where each letter stands and nothing of what it is part of, so structure is read
 * off the page as people do: larger letters are headings, a typewriter's letters are code, a wider gap ends a paragraph.
 * @throws UnreadableContentError when it is no PDF, wants a password, or holds pictures of pages only
 */
export async function pdfToMarkdown(base64: string): Promise<{ markdown: string; title: string | null }> {
  const { pages, title } = await open(Uint8Array.from(Buffer.from(base64, 'base64')));
  const lines = pages.flatMap((items) => linesOf(items));
  if (lines.length === 0) {
    throw new UnreadableContentError(noText);
  }
  return { markdown: arrange(lines), title };
}

const noText = {
  fr: 'il ne contient pas de texte : des pages numérisées doivent d’abord passer par une reconnaissance de caractères',
  en: 'it holds no text: scanned pages have to pass a text recognition first',
};
const locked = { fr: 'il est protégé par un mot de passe', en: 'it is protected by a password' };
const noPdf = { fr: 'ce n’est pas un fichier PDF, ou il est abîmé', en: 'it is not a PDF file, or a broken one' };

async function open(data: Uint8Array): Promise<{ pages: StructuredTextItem[][]; title: string | null }> {
  try {
    const pdf = await getDocumentProxy(data, { verbosity: 0 });
    try {
      const { items } = await extractTextItems(pdf);
      const { info } = await getMeta(pdf);
      return { pages: items, title: typeof info.Title === 'string' && info.Title.trim() ? info.Title.trim() : null };
    } finally {
      await pdf.destroy();
    }
  } catch (cause) {
    const isLocked = cause instanceof Error && cause.name === 'PasswordException';
    throw new UnreadableContentError(isLocked ? locked : noPdf, { cause });
  }
}

interface Line {
  text: string;
  x: number;
  y: number;
  size: number;
  isCode: boolean;
  letterWidth: number;
  /** Begins a page: its distance to the line before says nothing. */
  opensPage: boolean;
}

function linesOf(items: readonly StructuredTextItem[]): Line[] {
  const rows: StructuredTextItem[][] = [];
  for (const item of items) {
    if (item.str.trim() === '' && rows.length === 0) continue;
    const row = rows.at(-1);
    const [first] = row ?? [];
    if (row && first && Math.abs(first.y - item.y) < Math.max(first.fontSize, item.fontSize) / 2) row.push(item);
    else if (item.str.trim() !== '') rows.push([item]);
  }
  const lines = rows.map(lineOf).filter(({ text }) => text !== '' && !/^[-–—\s]*\d{1,4}[-–—\s]*$/.test(text));
  return lines.map((line, index) => ({ ...line, opensPage: index === 0 }));
}

function lineOf(row: readonly StructuredTextItem[]): Omit<Line, 'opensPage'> {
  let text = '';
  let end: number | null = null;
  const letters = row.reduce((sum, { str }) => sum + str.length, 0);
  const width = row.reduce((sum, item) => sum + item.width, 0);
  const letterWidth = letters > 0 ? width / letters : 0;
  for (const item of row) {
    const isApart = end !== null && item.x - end > letterWidth * 0.4;
    if (isApart && !/\s$/.test(text) && !/^\s/.test(item.str)) text += ' ';
    text += item.str;
    end = item.x + item.width;
  }
  const [first] = row;
  const isCode = row.every(({ fontFamily, str }) => str.trim() === '' || /mono|courier/i.test(fontFamily));
  return {
    text: isCode ? text.trimEnd() : text.replace(/\s+/g, ' ').trim(),
    x: first?.x ?? 0,
    y: first?.y ?? 0,
    size: Math.round(Math.max(...row.map(({ fontSize }) => fontSize)) * 2) / 2,
    isCode,
    letterWidth,
  };
}

/** Letters that are this much larger than most are a heading's; a heading is never longer than this. */
const headingRatio = 1.12;
const longestHeading = 150;

/** A gap beyond this many heights of a line ends a paragraph. */
const paragraphGap = 1.7;

function arrange(lines: readonly Line[]): string {
  const body = usualSize(lines);
  const headingSizes = [...new Set(lines.filter(isHeading).map(({ size }) => size))].sort(
    (left, right) => right - left,
  );
  const parts: string[] = [];
  let group: Line[] = [];
  const close = () => {
    const [first] = group;
    if (first && isHeading(first)) {
      const depth = Math.min(6, headingSizes.indexOf(first.size) + 1);
      parts.push(`${'#'.repeat(depth)} ${prose(group.map(({ text }) => text).join(' '))}`);
    } else if (first?.isCode) parts.push(fence(codeOf(group), 'python'));
    else if (first) parts.push(prose(joinLines(group)));
    group = [];
  };
  for (const line of lines) {
    const previous = group.at(-1);
    if (previous && !continues(previous, line)) close();
    group.push(line);
  }
  close();
  return parts.join('\n\n');

  function isHeading({ size, text, isCode }: Line): boolean {
    return !isCode && size >= body * headingRatio && text.length <= longestHeading;
  }

  function continues(previous: Line, line: Line): boolean {
    if (isHeading(previous) !== isHeading(line) || previous.isCode !== line.isCode) return false;
    if (isHeading(line))
      return previous.size === line.size && previous.y - line.y < line.size * paragraphGap && !line.opensPage;
    // A page's end is no paragraph's end, unless a sentence ends there.
    if (line.opensPage) return line.isCode || !/[.!?:»"”]$/.test(previous.text);
    return line.isCode || (previous.y - line.y < line.size * paragraphGap && !/^[-•◦▪*]\s/.test(line.text));
  }
}

function usualSize(lines: readonly Line[]): number {
  const letters = new Map<number, number>();
  for (const { size, text } of lines) letters.set(size, (letters.get(size) ?? 0) + text.length);
  return [...letters].sort(([, left], [, right]) => right - left)[0]?.[0] ?? 0;
}

/** Puts words together that were divided at the end of a line. */
function joinLines(lines: readonly Line[]): string {
  return lines.reduce((text, line) => {
    if (/\p{Ll}[-\u00AD]$/u.test(text) && /^\p{Ll}/u.test(line.text)) return text.slice(0, -1) + line.text;
    return text === '' ? line.text : `${text} ${line.text}`;
  }, '');
}

/** Indentation is a distance from the left edge of the block here, and an empty line is a gap. */
function codeOf(lines: readonly Line[]): string {
  const left = Math.min(...lines.map(({ x }) => x));
  return lines
    .map((line, index) => {
      const previous = lines[index - 1];
      const isApart = previous && !line.opensPage && previous.y - line.y > line.size * paragraphGap;
      const indent = line.letterWidth > 0 ? Math.round((line.x - left) / line.letterWidth) : 0;
      return `${isApart ? '\n' : ''}${' '.repeat(indent)}${line.text}`;
    })
    .join('\n');
}

function prose(text: string): string {
  return writeMarkdown({ type: 'paragraph', children: [{ type: 'text', value: text }] }).trim();
}
