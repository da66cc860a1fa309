import { type FrontMatter, splitFrontMatter } from './front-matter.js';
import { htmlToMarkdown } from './html.js';
import { markdownSections, type Section, titleOf } from './markdown.js';
import { notebookToMarkdown } from './notebook.js';
import { pythonToMarkdown } from './python.js';
import { textSections } from './text.js';
import { UnreadableContentError } from './unreadable.js';

/** The formats a document can be written in. */
export type ReadableFormat = 'MARKDOWN' | 'RST' | 'HTML' | 'NOTEBOOK' | 'PYTHON' | 'TEXT' | 'PDF';

/** A document to read: text, or for PDF the file in base64. `title` is null where the content has to say it. */
export interface DocumentSource {
  format: ReadableFormat;
  content: string;
  title: string | null;
}

/** What was read: sections in order, the title that was given or found (null when there is none), and what it says of itself. */
export interface ReadDocument {
  title: string | null;
  sections: Section[];
  /** Of Markdown; empty for other formats. */
  frontMatter: FrontMatter;
}

/**
 * Reads a document into sections, headings and code blocks as its format marks them. Fetches nothing and opens no other
 * file: links, images and includes stay words.
 * @throws UnreadableContentError when the content is not what its format says, with the reason
 */
export async function readDocument({ format, content: given, title }: DocumentSource): Promise<ReadDocument> {
  // As Windows and its editors hand texts over; the readers know one kind of line end, and no mark at the beginning.
  const content = given.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n');
  try {
    if (format === 'TEXT') return { title, sections: textSections(content), frontMatter: {} };
    const { markdown, title: found = null, frontMatter = {} } = await toMarkdown(format, content);
    const known = title ?? frontMatter.title ?? found ?? titleOf(markdown);
    return { title: known, sections: markdownSections(markdown, known ?? ''), frontMatter };
  } catch (error) {
    // A parser's recursion at its end: the content is nested deeper than any text for people.
    if (error instanceof RangeError) throw new UnreadableContentError(tooDeep, { cause: error });
    throw error;
  }
}

const tooDeep = { fr: 'il est imbriqué trop profondément', en: 'it is nested too deeply' };

interface Converted {
  markdown: string;
  title?: string | null;
  frontMatter?: FrontMatter;
}

async function toMarkdown(format: Exclude<ReadableFormat, 'TEXT'>, content: string): Promise<Converted> {
  switch (format) {
    case 'MARKDOWN':
      return splitFrontMatter(content);
    case 'HTML':
      return htmlToMarkdown(content);
    case 'NOTEBOOK':
      return { markdown: notebookToMarkdown(content) };
    case 'PYTHON':
      return { markdown: await pythonToMarkdown(content) };
    case 'RST': {
      // Its parser carries what renders HTML as well: loaded only by those who need it.
      const { rstToMarkdown } = await import('./rst.js');
      return { markdown: rstToMarkdown(content) };
    }
    case 'PDF': {
      const { pdfToMarkdown } = await import('./pdf.js');
      return pdfToMarkdown(content);
    }
  }
}
