import { type Block, fence, type Section } from './formats/markdown.js';

/** A passage before it belongs to a document. */
export interface PassageDraft {
  headings: readonly string[];
  text: string;
  position: number;
}

/**
 * One passage for each section. A longer one is cut between blocks, never inside one, and never between a code block and
 * the sentence that introduces it. Only a block that no reader or model could take at once is cut itself, at the end of a
 * line or else of a word.
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
    for (const unit of unitsOf(blocks.flatMap(withinLimit))) {
      if (length + unit.length > comfortableLength) close();
      texts.push(...unit.texts);
      length += unit.length;
    }
    close();
  }
  return passages;
}

/**
 * Characters of a passage, unless one unit alone is longer. French takes 3.5 to 4 characters a token, so this is 300 to 350
 * tokens: within the 200 to 400 at which retrieval was best in Chroma's comparison of chunk sizes (“Evaluating Chunking
 * Strategies for Retrieval”, 2024), below the 512 that multilingual embedding models read, and five passages leave a
 * small model room to answer.
 */
const comfortableLength = 1200;

/** Characters of one block at most, and of an example with what it prints: a hundred lines of code, or a page of text. */
const longestBlock = 4000;

/** What stays together. */
interface Unit {
  texts: string[];
  length: number;
}

/** A paragraph; or a code block with the paragraph before it, and with the code blocks after it (what it prints). */
function unitsOf(blocks: readonly Block[]): Unit[] {
  const units: Unit[] = [];
  for (const { kind, text } of blocks) {
    const open = units.at(-1);
    const belongs =
      kind === 'code' && open !== undefined && open.length + text.length <= longestBlock + comfortableLength;
    if (belongs) {
      open.texts.push(text);
      open.length += text.length;
    } else units.push({ texts: [text], length: text.length });
  }
  return units;
}

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
