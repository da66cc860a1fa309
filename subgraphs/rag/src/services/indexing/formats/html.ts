import type { Element, ElementContent, Nodes, Root } from 'hast';
import { fromHtml } from 'hast-util-from-html';
import { toMdast } from 'hast-util-to-mdast';
import { writeMarkdown } from './write-markdown.js';

/** Reads a page, or a piece of one: its main part where it says which that is, without what is no text of it. */
export function htmlToMarkdown(content: string): { markdown: string; title: string | null } {
  const page = fromHtml(content);
  const title = find(page, ({ tagName }) => tagName === 'title');
  const main =
    find(page, ({ tagName, properties }) => tagName === 'main' || properties.role === 'main') ??
    find(page, ({ tagName }) => tagName === 'article') ??
    page;
  return { markdown: writeMarkdown(toMdast(textOnly(main))), title: titleText(main, title) };
}

/** The first-level heading, when there is one and no more; else what the browser's tab says. */
function titleText(main: Root | Element, title: Element | null): string | null {
  const headings = findAll(main, ({ tagName }) => tagName === 'h1');
  const named = headings.length === 1 ? headings[0] : title;
  return named ? textOf(named).replace(/\s+/g, ' ').trim() || null : null;
}

/** Navigation, decoration and whatever runs. */
const skipped = new Set([
  ...['script', 'style', 'noscript', 'template', 'iframe', 'object', 'embed', 'svg', 'canvas', 'audio', 'video'],
  ...['nav', 'footer', 'aside', 'form', 'button', 'select', 'dialog', 'title'],
]);

function textOnly<T extends Root | Element>(parent: T, language: string | null = null): T {
  const children = (parent.children as ElementContent[]).flatMap((child): ElementContent[] => {
    if (child.type === 'comment') return [];
    if (child.type !== 'element') return [child];
    // The ¶ that Sphinx adds to headings.
    if (skipped.has(child.tagName) || classes(child).includes('headerlink')) return [];
    const own = languageOf(child) ?? language;
    if (child.tagName === 'pre') return [codeBlock(child, own)];
    return [textOnly(child, own)];
  });
  return { ...parent, children };
}

/** The language is where highlighters put it: on the block, on the code in it, or on a box around it. */
function codeBlock(pre: Element, language: string | null): Element {
  const inside = find(pre, (element) => languageOf(element) !== null);
  const named = (inside && languageOf(inside)) ?? language;
  const code: Element = {
    type: 'element',
    tagName: 'code',
    properties: { className: named ? [`language-${named}`] : [] },
    children: [{ type: 'text', value: textOf(pre) }],
  };
  return { ...pre, children: [code] };
}

function languageOf(element: Element): string | null {
  for (const name of classes(element)) {
    const language = /^(?:language|lang|highlight|brush:)-?([a-z0-9+#]+)$/.exec(name)?.[1];
    if (language && language !== 'default') return /^(?:python3?|py3?|ipython3?)$/.test(language) ? 'python' : language;
  }
  return null;
}

function classes({ properties }: Element): string[] {
  return Array.isArray(properties.className) ? properties.className.map(String) : [];
}

function textOf(node: Nodes): string {
  if (node.type === 'text') return node.value;
  if (node.type === 'element' && node.tagName === 'br') return '\n';
  if (node.type === 'element' && classes(node).includes('headerlink')) return '';
  return 'children' in node ? node.children.map(textOf).join('') : '';
}

function find(node: Root | Element, isIt: (element: Element) => boolean): Element | null {
  return findAll(node, isIt)[0] ?? null;
}

function findAll(node: Root | Element, isIt: (element: Element) => boolean): Element[] {
  return node.children.flatMap((child) => {
    if (child.type !== 'element') return [];
    return [...(isIt(child) ? [child] : []), ...findAll(child, isIt)];
  });
}
