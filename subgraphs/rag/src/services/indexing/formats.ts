import { parser as pythonParser } from '@lezer/python';
import TurndownService from 'turndown';
import { z } from 'zod';
import { fence, markdownSections, type Section } from './sections.js';

/** The formats a document can be written in today. */
export const readableFormats = ['MARKDOWN', 'TEXT', 'HTML', 'NOTEBOOK', 'PYTHON'] as const;
export type ReadableFormat = (typeof readableFormats)[number];

/** Whether a format of the contract can be read today. */
export function isReadable(format: string): format is ReadableFormat {
  return readableFormats.some((readable) => readable === format);
}

/** Thrown when the content is not what its format says; the message is for logs, never for readers. */
export class UnreadableContentError extends Error {
  override readonly name = 'UnreadableContentError';
}

/** Reads a document into sections. Fetches nothing: links and images stay as they are written. */
export function readSections(format: ReadableFormat, content: string, title: string): Section[] {
  switch (format) {
    case 'MARKDOWN':
      return markdownSections(content, title);
    case 'TEXT':
      return textSections(content);
    case 'HTML':
      return markdownSections(htmlToMarkdown(content), title);
    case 'NOTEBOOK':
      return markdownSections(notebookToMarkdown(content), title);
    case 'PYTHON':
      return markdownSections(pythonToMarkdown(content), title);
  }
}

/** Paragraphs are what blank lines separate; nothing in plain text is markup. */
function textSections(content: string): Section[] {
  const paragraphs = content.split(/\n\s*\n/).map((paragraph) => paragraph.trim());
  const blocks = paragraphs.filter(Boolean).map((text) => ({ kind: 'prose' as const, text }));
  return blocks.length > 0 ? [{ headings: [], blocks }] : [];
}

function htmlToMarkdown(content: string): string {
  const turndown = new TurndownService({ headingStyle: 'atx', codeBlockStyle: 'fenced', bulletListMarker: '-' });
  turndown.remove(['script', 'style', 'noscript', 'iframe', 'object', 'title']);
  return turndown.turndown(content);
}

const cellSource = z.union([z.string(), z.array(z.string())]).transform((source) => [source].flat().join(''));
const notebook = z.object({
  nbformat: z.literal(4),
  cells: z.array(z.object({ cell_type: z.string(), source: cellSource })),
});

function notebookToMarkdown(content: string): string {
  const parsed = notebook.safeParse(parseJson(content));
  if (!parsed.success) throw new UnreadableContentError('not a Jupyter notebook of format 4', { cause: parsed.error });
  return parsed.data.cells
    .flatMap(({ cell_type, source }) => {
      if (source.trim() === '') return [];
      if (cell_type === 'markdown') return [source];
      return cell_type === 'code' ? [fence(source, 'python')] : [];
    })
    .join('\n\n');
}

function parseJson(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch (cause) {
    throw new UnreadableContentError('not JSON', { cause });
  }
}

/** The module's docstring as prose, then each top-level function or class under its name, other statements in between. */
function pythonToMarkdown(content: string): string {
  const parts: string[] = [];
  let loose: string[] = [];
  const flush = () => {
    if (loose.length > 0) parts.push(fence(loose.join('\n'), 'python'));
    loose = [];
  };
  const script = pythonParser.parse(content).topNode;
  for (let node = script.firstChild; node; node = node.nextSibling) {
    const source = content.slice(node.from, node.to);
    const definition = node.name === 'DecoratedStatement' ? node.lastChild : node;
    const name = definition?.getChild('VariableName');
    if (
      node.name === 'ExpressionStatement' &&
      node.firstChild?.name === 'String' &&
      parts.length + loose.length === 0
    ) {
      parts.push(docstring(source));
    } else if (definition && name && /^(Function|Class)Definition$/.test(definition.name)) {
      flush();
      parts.push(`## ${content.slice(name.from, name.to)}`, fence(source, 'python'));
    } else {
      loose.push(source);
    }
  }
  flush();
  return parts.join('\n\n');
}

function docstring(source: string): string {
  const inside = source.replace(/^[a-zA-Z]*("""|'''|"|')/, '').replace(/("""|'''|"|')$/, '');
  return inside
    .split('\n')
    .map((line) => line.trim())
    .join('\n')
    .trim();
}
