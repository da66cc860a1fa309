import { seededRandom } from '../../subgraphs/rag/eval/typos.js';
import type { Passage } from '../../subgraphs/rag/src/services/retrieval/engine.js';

/**
 * As many passages as asked for: the given ones, then new ones with the headings of one and, turn by turn, the paragraphs of
 * two others, so that words are as frequent as in real passages and no two passages are alike. The same for the same input.
 */
export function grown(passages: readonly Passage[], size: number): Passage[] {
  const random = seededRandom(1);
  const any = (): Passage => {
    const passage = passages[Math.floor(random() * passages.length)];
    if (!passage) throw new Error('There is nothing to recombine.');
    return passage;
  };
  const more = Array.from({ length: Math.max(0, size - passages.length) }, (_, index): Passage => {
    const [headed, left, right] = [any(), any(), any()];
    const paragraphs = [left.text.split('\n'), right.text.split('\n')];
    const length = Math.max(...paragraphs.map((lines) => lines.length));
    const lines = Array.from({ length }, (_line, at) => paragraphs[at % 2]?.[at] ?? '');
    // A word of its own, as names and numbers are: the vocabulary grows with the passages.
    return {
      ...headed,
      id: `grown#${index}`,
      documentId: `grown${index >> 4}`,
      text: `${lines.join('\n')}\nmot${index}`,
    };
  });
  return [...passages.slice(0, size), ...more];
}
