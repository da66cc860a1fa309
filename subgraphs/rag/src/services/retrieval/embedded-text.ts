import type { Passage } from './engine.js';

/** Characters given to the embedding model: what follows says little of the topic, and small models cut it off anyway. */
const longest = 1200;

/** What a passage's vector is made from: what it belongs to, then what it says. */
export function embeddedText({ title, headings, text }: Pick<Passage, 'title' | 'headings' | 'text'>): string {
  return [...new Set([title, ...headings])].join(' > ').concat('\n', text).slice(0, longest);
}
