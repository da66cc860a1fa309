import type { Section } from './markdown.js';

/** Paragraphs are what blank lines separate; nothing in plain text is markup. */
export function textSections(content: string): Section[] {
  const paragraphs = content.split(/\n\s*\n/).map((paragraph) => paragraph.trim());
  const blocks = paragraphs.filter(Boolean).map((text) => ({ kind: 'prose' as const, text }));
  return blocks.length > 0 ? [{ headings: [], blocks }] : [];
}
