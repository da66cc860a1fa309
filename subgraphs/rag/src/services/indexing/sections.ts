import { marked, type Token } from 'marked';

/** What a document is cut at: a heading and the blocks below it, in order. */
export interface Section {
  /** Headings above, outermost first. */
  headings: readonly string[];
  blocks: readonly Block[];
}

/** A paragraph, list or quotation (`prose`), or a whole code block with its fences (`code`); Markdown either way. */
export interface Block {
  kind: 'prose' | 'code';
  text: string;
}

/** Cuts Markdown at its headings. A first-level heading equal to the document's title is not repeated as a heading. */
export function markdownSections(markdown: string, title: string): Section[] {
  const sections: Section[] = [];
  let path: { depth: number; text: string }[] = [];
  let blocks: Block[] = [];
  const close = () => {
    if (blocks.length > 0) sections.push({ headings: path.map((heading) => heading.text), blocks });
    blocks = [];
  };
  for (const token of marked.lexer(markdown)) {
    if (token.type === 'heading') {
      close();
      const heading = { depth: Number(token.depth), text: plain(token) };
      path = path.filter((above) => above.depth < heading.depth);
      if (heading.depth > 1 || heading.text !== title) path.push(heading);
    } else {
      const block = toBlock(token);
      if (block) blocks.push(block);
    }
  }
  close();
  return sections;
}

/** The blocks of a piece of Markdown, headings left out. */
export function markdownBlocks(markdown: string): Block[] {
  return marked.lexer(markdown).flatMap((token) => (token.type === 'heading' ? [] : (toBlock(token) ?? [])));
}

/** A fenced code block, with a fence longer than any run of backticks inside. */
export function fence(code: string, language = ''): string {
  const longest = Math.max(2, ...Array.from(code.matchAll(/`+/g), (run) => run[0].length));
  const marks = '`'.repeat(longest + 1);
  return `${marks}${language}\n${code.replace(/^\n+|\s+$/g, '')}\n${marks}`;
}

function toBlock(token: Token): Block | null {
  if (token.type === 'code') return { kind: 'code', text: fence(String(token.text), String(token.lang ?? '')) };
  const invisible = token.type === 'space' || token.type === 'hr' || token.type === 'html' || token.type === 'def';
  const text = token.raw.trim();
  return invisible || text === '' ? null : { kind: 'prose', text };
}

/** A heading as readers see it: `Ajouter avec append`, not "Ajouter avec `append`". */
function plain(token: Token): string {
  const text = 'text' in token ? String(token.text) : token.raw;
  return text.replace(/[`*]/g, '').trim();
}
