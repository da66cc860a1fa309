import { marked, type Token, type Tokens } from 'marked';

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
      blocks.push(...toBlocks(token));
    }
  }
  close();
  return sections;
}

/** The heading a document begins with, if it is a first-level one: its title. */
export function titleOf(markdown: string): string | null {
  const first = marked.lexer(markdown).find(({ type }) => type !== 'space' && type !== 'html' && type !== 'def');
  return first?.type === 'heading' && Number(first.depth) === 1 ? plain(first) || null : null;
}

/** The blocks of a piece of Markdown, headings left out. */
export function markdownBlocks(markdown: string): Block[] {
  return marked.lexer(markdown).flatMap((token) => (token.type === 'heading' ? [] : toBlocks(token)));
}

/** A fenced code block, with a fence longer than any run of backticks inside. */
export function fence(code: string, language = ''): string {
  const longest = Math.max(2, ...Array.from(code.matchAll(/`+/g), (run) => run[0].length));
  const marks = '`'.repeat(longest + 1);
  return `${marks}${language}\n${code.replace(/^\n+|\s+$/g, '')}\n${marks}`;
}

function toBlocks(token: Token): Block[] {
  if (token.type === 'code') return [{ kind: 'code', text: fence(String(token.text), String(token.lang ?? '')) }];
  if (token.type === 'list' && holdsCode(token)) return (token as Tokens.List).items.flatMap(itemBlocks);
  if (token.type === 'blockquote' && holdsCode(token)) return (token.tokens ?? []).flatMap(toBlocks);
  const invisible = token.type === 'space' || token.type === 'hr' || token.type === 'html' || token.type === 'def';
  const text = proseOf(token);
  return invisible || text === '' ? [] : [{ kind: 'prose', text }];
}

/** A step with an example becomes a sentence and a code block, so that the block is never cut as text of a list. */
function itemBlocks(item: Tokens.ListItem): Block[] {
  if (!holdsCode(item)) return [{ kind: 'prose', text: proseOf(item) }];
  const marker = /^\s*(?:[-*+]|\d{1,9}[.)])/.exec(item.raw)?.[0].trim() ?? '-';
  const [first, ...rest] = item.tokens.flatMap(toBlocks);
  if (first?.kind !== 'prose') return first ? [first, ...rest] : rest;
  return [{ kind: 'prose', text: `${marker} ${first.text}` }, ...rest];
}

/** As it is written, without pictures that are written out in letters: of those, what stands in their place stays. */
function proseOf(token: Token): string {
  let text = token.raw;
  if (!text.includes('data:')) return text.trim();
  marked.walkTokens([token], (inner) => {
    if (inner.type === 'image' && String(inner.href).startsWith('data:'))
      text = text.replace(inner.raw, () => inner.text);
    if (inner.type === 'html' && inner.raw.includes('data:')) text = text.replace(inner.raw, '');
  });
  return text.trim();
}

function holdsCode(token: Token): boolean {
  if (token.type === 'code') return true;
  const inside = token.type === 'list' ? (token as Tokens.List).items : 'tokens' in token ? (token.tokens ?? []) : [];
  return inside.some(holdsCode);
}

/** A heading as readers see it: `Ajouter avec append`, not "Ajouter avec `append`". */
function plain(token: Token): string {
  const text = 'text' in token ? String(token.text) : token.raw;
  return text
    .replace(/\\([!-/:-@[-`{-~])/g, '$1')
    .replace(/[`*]/g, '')
    .trim();
}
