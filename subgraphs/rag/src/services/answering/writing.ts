import type { CitationRecord } from '../../models/answer.model.js';
import type { PromptTemplateRecord } from '../../models/prompt-template.model.js';
import type { ScoredPassage } from '../retrieval/engine.js';
import type { CachedAnswer } from './answer-cache.js';
import type { Generation } from './generation.js';
import type { KnownLinks } from './known-links.js';
import { buildPrompt, inPromptOrder, instructionsOf, type PromptParts } from './prompt.js';
import type { Question } from './question.js';
import { wording } from './wording.js';

/** What an answer is written from. */
export interface Material {
  template: PromptTemplateRecord;
  /** Name of the model. */
  ready: string;
  parts: Omit<PromptParts, 'template' | 'passages'>;
  /** Best first. */
  found: readonly ScoredPassage[];
  /** Of `found`, in its order. */
  citations: readonly CitationRecord[];
  links: KnownLinks;
}

/** Has the model write the answer; null when it could not, or what it wrote cannot be shown. */
export async function writeAnswer(
  generation: Generation,
  { template: record, ready, parts, found, citations, links }: Material,
  { query, language }: Question,
  following: Parameters<Generation['write']>[1],
): Promise<CachedAnswer | null> {
  const { template } = record;
  // By relevance for the reader, by place for the model: its prompt begins alike for questions about the same passages.
  const ordered = inPromptOrder(found.map((hit, rank) => ({ ...hit, rank })));
  const passages = ordered.map(({ passage }) => passage);
  const generated = await generation.write(
    {
      messages: buildPrompt({ ...parts, passages, template }),
      instructions: instructionsOf(template),
      passages,
      links,
      question: query,
      language,
    },
    following,
  );
  if (!generated) return null;
  const ending = generated.isCut ? `\n\n${wording[language].cutShort}` : '';
  if (ending) following.tell({ kind: 'delta', text: ending });
  const cited = generated.cited.flatMap((number) => ordered[number - 1]?.rank ?? []);
  return { text: generated.text + ending, mode: 'GENERATED', model: ready, citations: citedFirst(citations, cited) };
}

/** Citations in the order in which the text numbers them, then those it did not use. */
function citedFirst(citations: readonly CitationRecord[], cited: readonly number[]): CitationRecord[] {
  const used = cited.flatMap((rank) => citations[rank] ?? []);
  return [...used, ...citations.filter((citation) => !used.includes(citation))];
}
