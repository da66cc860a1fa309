import type { Section } from './sections.js';

/** A passage before it belongs to a document. */
export interface PassageDraft {
  headings: readonly string[];
  text: string;
  position: number;
}

/**
 * One passage for each section; a section longer than about 1,200 characters is cut between blocks, never inside one,
 * and never just before a code block, so that an example stays with the sentence that introduces it.
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
    for (const block of blocks) {
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
