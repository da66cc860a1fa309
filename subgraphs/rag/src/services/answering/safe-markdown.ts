import { fromHtml } from 'hast-util-from-html';
import { Lexer, type Token } from 'marked';
import { fence } from '../indexing/formats/markdown.js';
import type { KnownLinks } from './known-links.js';

/**
 * One line or sentence of a model's Markdown, made so that it is harmless wherever it stands: no HTML, no image, no
 * link but to known places, and nothing that could become one of these together with what comes before or after it. What a
 * line is cut into by white space alone may therefore be checked and shown piece by piece.
 */
export function safeProse(text: string, links: KnownLinks): string {
  let safe = text;
  // What is taken away may leave neighbours that mean something together: only what no longer changes is safe.
  for (let round = 0; round < mostRounds; round++) {
    const next = rewrite(safe, links, deepestEntities);
    if (next === safe) return safe;
    safe = next;
  }
  return safe.replace(/[^\p{L}\p{N}\s.,;!?'’]/gu, ' ');
}

/** A whole code block: its fence is written anew, so that nothing inside can close it, and addresses elsewhere are replaced. */
export function safeCode({ code, language }: { code: string; language: string }, links: KnownLinks): string {
  return fence(withoutAddresses(code, links), /^[\w+#-]{0,20}$/.test(language) ? language : '');
}

/** Two are enough for what people write; what still changes then is made of letters alone. */
const mostRounds = 6;

/** `&amp;lt;` is read three times at most; what is still an entity then is shown as it is written. */
const deepestEntities = 3;

/** A run of text as it is shown; `isWhole` marks what the parser read as one thing and later rules leave alone. */
interface Run {
  text: string;
  isWhole: boolean;
}

function rewrite(markdown: string, links: KnownLinks, depth: number): string {
  const runs = new Lexer({ gfm: true }).inlineTokens(markdown).flatMap((token) => runsOf(token, links, depth));
  let safe = '';
  for (let at = 0; at < runs.length; ) {
    let text = '';
    for (; at < runs.length && !runs[at]?.isWhole; at++) text += runs[at]?.text ?? '';
    safe += unlinkable(text, safe.endsWith(']'));
    if (at < runs.length) safe += runs[at++]?.text ?? '';
  }
  return safe;
}

function runsOf(token: Token, links: KnownLinks, depth: number): Run[] {
  switch (token.type) {
    case 'codespan':
      return [{ text: withoutAddresses(token.raw, links), isWhole: true }];
    case 'strong':
    case 'em':
    case 'del': {
      const mark =
        /^(?:~~|[*_]{2})/.test(token.raw) && token.type !== 'em' ? token.raw.slice(0, 2) : token.raw.slice(0, 1);
      return [loose(mark), ...inside(token, links, depth), loose(mark)];
    }
    case 'link': {
      const address = token.raw.startsWith('[') ? links.known(decoded(String(token.href))) : null;
      const label = inside(token, links, depth);
      if (address === null) return isAddress(label.map((run) => run.text).join('')) ? [] : label;
      const text = label.map((run) => run.text).join('');
      return [
        {
          text: `[${text.replace(/[[\]]/g, '')}](${address.replace(/[\s()<>\\]/g, encodeURIComponent)})`,
          isWhole: true,
        },
      ];
    }
    case 'image':
      return runsOfText(String(token.text), links, depth);
    case 'html':
    case 'tag':
      return [];
    case 'escape':
      return [{ text: token.raw, isWhole: true }];
    default:
      return 'tokens' in token && token.tokens ? inside(token, links, depth) : runsOfText(token.raw, links, depth);
  }
}

function inside(token: Token, links: KnownLinks, depth: number): Run[] {
  return 'tokens' in token ? (token.tokens ?? []).flatMap((inner) => runsOf(inner, links, depth)) : [];
}

const loose = (text: string): Run => ({ text, isWhole: false });

/** Text without any markup: entities are read, since what they spell may be markup or an address in its turn. */
function runsOfText(text: string, links: KnownLinks, depth: number): Run[] {
  if (!/&#?\w+;?/.test(text)) return [loose(inert(text))];
  const read = decoded(text);
  if (read === text) return [loose(inert(text))];
  if (depth === 0) return [loose(inert(text.replace(/&(?=#?\w)/g, '\\&')))];
  return [{ text: rewrite(read, links, depth - 1), isWhole: false }];
}

/** What HTML makes of the entities of a text; `<` is none of its business here. */
function decoded(text: string): string {
  const root = fromHtml(text.replaceAll('<', '&lt;'), { fragment: true });
  return root.children.map((child) => (child.type === 'text' ? child.value : '')).join('');
}

/** Text that neither opens a tag or a code span nor holds an address. */
function inert(text: string): string {
  return text
    .replace(/[a-z][a-z\d+.-]*:\/\/\S*/gi, '')
    .replace(/\b(?:javascript|vbscript|data|file|mailto|tel|blob):(?=\S)\S*/gi, '')
    .replace(/\bwww\.\S+/gi, '')
    .replace(/[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g, '')
    .replace(host, '')
    .replace(/\{\{\s*(?:passages|quest|question)\s*\}\}/g, '')
    .replace(/<(?=[a-z/!?])/gi, '\\<')
    .replace(/`/g, '\\`')
    .replace(/^(\s*)~~~/gm, '$1\\~~~');
}

/** A host with a path or a query, as people type addresses. `list.append/extend` is none. */
const host =
  /(?<![\w.])(?:[a-z\d-]+\.)+(?:com|org|net|io|fr|eu|dev|app|info|biz|xyz|ru|cn|me|co|ai|ly|gg|top|site|online|tech|test|example|onion)(?:[/:]\S|\?\w)\S*/gi;

/** Brackets that no address, reference or definition can follow. */
function unlinkable(text: string, afterBracket: boolean): string {
  const parted = text.replace(/\](?=[([:])/g, '] ');
  return afterBracket && /^[([:]/.test(parted) ? ` ${parted}` : parted;
}

function isAddress(text: string): boolean {
  return text.trim() === '' || /^\s*(?:[a-z][a-z\d+.-]*:|www\.|[\w.+-]+@)\S*\s*$/i.test(text);
}

/** In examples an address is part of the program: one that leads elsewhere is replaced by one that leads nowhere. */
function withoutAddresses(code: string, links: KnownLinks): string {
  return code.replace(/[a-z][a-z\d+.-]*:\/\/[^\s"'`<>)\]}\\]*/gi, (address) =>
    links.inCode(address) ? address : nowhere,
  );
}

const nowhere = 'https://example.org';
