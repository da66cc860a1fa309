import type { Language } from '@doctorpy/service-kit/caller';
import type { QueryType } from '../../models/answer.model.js';
import { type Block, markdownBlocks } from '../indexing/formats/markdown.js';
import type { Passage } from '../retrieval/engine.js';
import { wording } from './wording.js';

/** What an answer without a model is made of. */
export interface ExtractiveParts {
  language: Language;
  queryType: QueryType;
  /** Passages that were found, best first; at least one. */
  found: readonly [Passage, ...Passage[]];
  /** All passages of the best one's document, in order: an example may be next door. */
  neighbours: readonly Passage[];
}

/**
 * A readable answer made of quotations: which lesson it comes from, the explanation in whole sentences, a Python example
 * and where to read on. Markdown; begins with a capital letter; every paragraph ends as a sentence or introduces code.
 */
export function composeExtractive({ language, queryType, found, neighbours }: ExtractiveParts): string {
  const [best] = found;
  const words = wording[language];
  const quoted = quote(markdownBlocks(best.text));
  const { title, headings } = best;
  const source = { isLesson: isLesson(best), isForeign: best.language !== language, title };
  const parts = [words.opening({ ...source, heading: headings.at(-1) ?? null })];
  quoted.forEach((block, index) => {
    const before = quoted[index - 1];
    if (isOutput(block) && before && isPython(before)) parts.push(words.output);
    parts.push(index === 0 && block.kind === 'prose' ? withLead(block.text) : block.text);
  });
  if (!quoted.some(isPython)) {
    const example = nearestExample(best, neighbours);
    if (example) parts.push(words.example, example.text);
  }
  if (queryType === 'EXERCISE') parts.push(words.tryIt);
  const others = [...new Set(found.map((passage) => passage.title))].filter((title) => title !== best.title);
  if (others.length > 0) parts.push(words.seeAlso(others.slice(0, mostSeeAlso)));
  return parts.join('\n\n');
}

/** Lessons are the product's own documents; authors add others. */
export function isLesson({ documentId }: Pick<Passage, 'documentId'>): boolean {
  return documentId.startsWith('lesson:');
}

const mostSeeAlso = 2;

/** Characters of prose quoted at most: what a beginner reads without scrolling. */
const longestProse = 900;
const mostCode = 2;

/** The passage's own blocks in their order, up to a readable length; the last one always completes its sentence. */
function quote(blocks: readonly Block[]): Block[] {
  const quoted: Block[] = [];
  let prose = 0;
  let code = 0;
  for (const block of blocks) {
    if (block.kind === 'code') {
      if (code === mostCode) break;
      code += 1;
      quoted.push(block);
    } else {
      const room = longestProse - prose;
      const text = block.text.length <= room ? block.text : wholeSentences(block.text, room);
      if (text === '') break;
      prose += text.length;
      quoted.push({ kind: 'prose', text });
      if (text !== block.text) break;
    }
  }
  return quoted.map((block, index) =>
    block.kind === 'prose' && quoted[index + 1]?.kind !== 'code' ? { ...block, text: endSentence(block.text) } : block,
  );
}

/** The longest beginning that fits and ends with a sentence; nothing when even the first sentence is too long. */
function wholeSentences(text: string, room: number): string {
  const end = sentenceEnds(text).findLast((candidate) => candidate <= room && balanced(text.slice(0, candidate)));
  return end === undefined ? '' : text.slice(0, end);
}

/** From this length on a paragraph is parted: what it says first stands by itself. */
const longParagraph = 320;
const shortestLead = 60;

/** Parts a long paragraph after its first sentence, or its second where the first is short. */
function withLead(text: string): string {
  if (text.length <= longParagraph || /\n/.test(text)) return text;
  const end = sentenceEnds(text).find((candidate) => candidate >= shortestLead && balanced(text.slice(0, candidate)));
  if (end === undefined || end > text.length - shortestLead) return text;
  return `${text.slice(0, end)}\n\n${text.slice(end).trimStart()}`;
}

function sentenceEnds(text: string): number[] {
  return [...text.matchAll(/[.!?…](?:[ \u00A0]?[»)])?(?=\s|$)/g)].map(({ index, 0: mark }) => index + mark.length);
}

function balanced(text: string): boolean {
  return (text.match(/`/g)?.length ?? 0) % 2 === 0 && (text.match(/\*\*/g)?.length ?? 0) % 2 === 0;
}

/** "…comme ceci :" before nothing becomes "…comme ceci." Lists and tables keep their own ends. */
function endSentence(text: string): string {
  if (/^\s*(?:[-*+]|\d+\.|\|)/.test(text.split('\n').at(-1) ?? '')) return text;
  if (/[.!?…»)]$/.test(text)) return text;
  return `${text.replace(/[\s:;,\u00A0\u202F]+$/, '')}.`;
}

/** A Python example from the same document, the nearest below first: one of another document is seldom about the same. */
function nearestExample(best: Passage, neighbours: readonly Passage[]): Block | undefined {
  const distance = ({ position }: Passage) =>
    position > best.position ? position - best.position : best.position - position + neighbours.length;
  const nearest = neighbours
    .filter((passage) => passage.id !== best.id)
    .toSorted((left, right) => distance(left) - distance(right));
  for (const passage of nearest) {
    const example = markdownBlocks(passage.text).find(isPython);
    if (example) return example;
  }
  return undefined;
}

/** What a program shows, as lessons write it. */
function isOutput(block: Block): boolean {
  return block.kind === 'code' && /^`{3,}text\b/.test(block.text);
}

function isPython(block: Block): boolean {
  return block.kind === 'code' && /^`{3,}(?:python|py)\b/.test(block.text);
}
