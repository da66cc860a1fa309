import { type Token, tokenise } from './analysis.js';
import type { MatchedField, Passage } from './engine.js';

/** A passage's text, taken apart by what its words are worth. */
export type FieldTokens = Readonly<Record<MatchedField, readonly Token[]>>;

/** The fields in the order of their bits in a posting. */
export const fieldNames = ['heading', 'path', 'body', 'code'] as const satisfies readonly MatchedField[];

/** Takes a passage apart. A passage without headings has its title for one; tags belong to the path. */
export function passageFields({ title, headings, tags, text }: Passage): FieldTokens {
  const { prose, code } = splitCode(text);
  const heading = headings.at(-1) ?? title;
  const path = headings.length > 0 ? [title, ...headings.slice(0, -1), ...tags] : tags;
  return {
    heading: tokenise(heading),
    path: tokenise(path.join('\n')),
    body: tokenise(prose),
    code: tokenise(code),
  };
}

/** Fenced blocks, lines of the interactive interpreter and deeply indented lines are code. */
function splitCode(text: string): { prose: string; code: string } {
  const prose: string[] = [];
  const code: string[] = [];
  let fence = '';
  for (const line of text.split('\n')) {
    const mark = /^\s*(`{3,}|~{3,})/.exec(line)?.[1];
    if (fence !== '') {
      if (mark?.startsWith(fence)) fence = '';
      else code.push(line);
    } else if (mark) fence = mark;
    else if (/^(?:>>> ?|\.\.\. ?| {4,}\S|\t)/.test(line)) code.push(line);
    else prose.push(line);
  }
  return { prose: prose.join('\n'), code: code.join('\n') };
}
