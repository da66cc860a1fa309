import type { CitationRecord } from '../../models/answer.model.js';
import { markdownBlocks } from '../indexing/formats/markdown.js';
import type { ScoredPassage } from '../retrieval/engine.js';
import { safeExtract } from './safe-quotation.js';

/** How many passages an answer rests on at most, and how much of them. */
const mostPassages = 4;
const mostFromOneDocument = 2;
const mostCharacters = 3500;

/**
 * The passages to answer from: the best ones, not all from one document, and no more than a small model's context holds.
 * A passage that shows code leads when it is nearly as good as the first and from the same document: a summary in keywords
 * scores well and teaches little.
 */
export function selectPassages(found: readonly ScoredPassage[]): ScoredPassage[] {
  const selected: ScoredPassage[] = [];
  const perDocument = new Map<string, number>();
  let characters = 0;
  for (const hit of withExampleFirst(found)) {
    const { documentId, text } = hit.passage;
    const already = perDocument.get(documentId) ?? 0;
    const fits = selected.length === 0 || characters + text.length <= mostCharacters;
    if (already >= mostFromOneDocument || !fits) continue;
    selected.push(hit);
    perDocument.set(documentId, already + 1);
    characters += text.length;
    if (selected.length === mostPassages) break;
  }
  return selected;
}

/** How near a passage's score must be to the best one's to take its place. */
const nearlyAsGood = 0.6;

function withExampleFirst(found: readonly ScoredPassage[]): readonly ScoredPassage[] {
  const [best] = found;
  if (!best || showsPython(best.passage.text)) return found;
  const example = found.find(
    ({ passage, score }) =>
      passage.documentId === best.passage.documentId && score >= nearlyAsGood * best.score && showsPython(passage.text),
  );
  return example ? [example, ...found.filter((hit) => hit !== example)] : found;
}

/** Whether a text holds a Python program. */
export function showsPython(text: string): boolean {
  return /^```python\n/m.test(text);
}

/** A citation of a passage as it is now. */
export function cite({ passage, score }: ScoredPassage, url: string | null): CitationRecord {
  return {
    documentId: passage.documentId,
    title: passage.title,
    heading: passage.headings.at(-1) ?? null,
    excerpt: safeExtract(excerptOf(passage.text)),
    url,
    score: Math.round(score * 1000) / 1000,
  };
}

const excerptLength = 280;

/** The beginning of the passage's first paragraph, cut between words. */
export function excerptOf(text: string): string {
  const blocks = markdownBlocks(text);
  const source = (blocks.find(({ kind }) => kind === 'prose') ?? blocks[0])?.text ?? text;
  if (source.length <= excerptLength) return source;
  return `${source.slice(0, source.lastIndexOf(' ', excerptLength)).replace(/[\s,;:]+$/, '')} …`;
}
