import { rstToMarkdown } from './rst.js';
import { UnreadableContentError } from './unreadable.js';

/**
 * A docstring as Markdown. Most are plain text or reStructuredText; one that reads as neither is taken as it is written.
 * Headings in it go below the heading of what it describes.
 * @param depth of the highest heading that it may hold
 */
export function docstringToMarkdown(docstring: string, depth: number): string {
  try {
    return rstToMarkdown(docstring).replace(/^#{1,6}(?= )/gm, (marks) =>
      '#'.repeat(Math.min(6, marks.length + depth - 1)),
    );
  } catch (error) {
    if (error instanceof UnreadableContentError) return docstring;
    throw error;
  }
}
