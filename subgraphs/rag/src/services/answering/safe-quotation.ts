import { withoutInvisible } from './invisible.js';
import { createKnownLinks, type KnownLinks } from './known-links.js';
import { safeProse } from './safe-markdown.js';

/**
 * Quoted Markdown that is harmless: documents are written by people whom learners do not know. Prose loses HTML, images and
 * links to elsewhere; programs stay as they are, since nothing in a block is followed or loaded.
 * @param markdown with fences of backticks alone, as `fence` writes them
 */
export function safeQuotation(markdown: string, links: KnownLinks): string {
  let open: string | null = null;
  return withoutInvisible(markdown)
    .split('\n')
    .map((line) => {
      const mark = /^(`{3,})/.exec(line)?.[1] ?? null;
      const wasOpen = open;
      if (mark !== null && open === null) open = mark;
      else if (mark !== null && open !== null && mark.length >= open.length) open = null;
      return wasOpen !== null || open !== null ? line : safeProse(line, links);
    })
    .join('\n');
}

/** The same for a text that stands beside an answer, or alone, and leads nowhere at all. */
export const safeExtract = (markdown: string): string => safeQuotation(markdown, noLinks);

const noLinks = createKnownLinks({ pages: [], publicUrl: null });
