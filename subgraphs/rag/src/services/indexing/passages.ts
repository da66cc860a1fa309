import { type Block, fence, type Section } from './sections.js';

/** A passage before it belongs to a document. */
export interface PassageDraft {
  headings: readonly string[];
  text: string;
  position: number;
}

/**
 * One passage for each section; a section longer than about 1,200 characters is cut between blocks, never inside one,
 * and never just before a code block, so that an example stays with the sentence that introduces it. Only a block that no
 * reader or model could take at once is cut itself, at the end of a line or else of a word.
 */
export function cutPassages(sections: readonly Section[]): PassageDraft[] {
  const passages: PassageDraft[] = [];
  for (const { headings, blocks } of sections) {
    let texts: string[] = [];
    let length = 0;
    const close = () => {
      if (texts.length > 0) passages.push({ headings, text: texts.join('\n\n'), position: passages.length });
      texts = [];
      length = 0;
    };
    for (const block of blocks.flatMap(withinLimit)) {
      if (length + block.text.length > comfortableLength && block.kind === 'prose') close();
      texts.push(block.text);
      length += block.text.length;
    }
    close();
  }
  return passages;
}

/** Characters: about 300 tokens, so that five passages fit a small model's context with room for the answer. */
const comfortableLength = 1200;

/** Characters of one block at most; a hundred lines of code, or a page of text. */
const longestBlock = 4000;

function withinLimit(block: Block): Block[] {
  if (block.text.length <= longestBlock) return [block];
  if (block.kind === 'prose') return cutText(block.text).map((text) => ({ kind: 'prose', text }));
  const [opening = '', ...lines] = block.text.split('\n');
  const language = opening.replace(/^`+/, '');
  return cutText(lines.slice(0, -1).join('\n')).map((text) => ({ kind: 'code', text: fence(text, language) }));
}

function cutText(text: string): string[] {
  const pieces: string[] = [];
  let rest = text;
  while (rest.length > longestBlock) {
    const lineEnd = rest.lastIndexOf('\n', longestBlock);
    const wordEnd = rest.lastIndexOf(' ', longestBlock);
    const end = lineEnd > 0 ? lineEnd : wordEnd > 0 ? wordEnd : longestBlock;
    pieces.push(rest.slice(0, end));
    rest = rest.slice(end).replace(/^[\n ]/, '');
  }
  return [...pieces, rest].filter((piece) => piece.trim() !== '');
}
