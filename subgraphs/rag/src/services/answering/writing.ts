import type { Language } from '@doctorpy/service-kit/caller';
import type { CitationRecord } from '../../models/answer.model.js';
import type { PromptTemplateRecord } from '../../models/prompt-template.model.js';
import type { ScoredPassage } from '../retrieval/engine.js';
import type { CachedAnswer } from './answer-cache.js';
import type { Generation } from './generation.js';
import type { KnownLinks } from './known-links.js';
import { buildPrompt, type ChatMessage, inPromptOrder, instructionsOf, type PromptParts } from './prompt.js';
import type { Question } from './question.js';
import { wording } from './wording.js';

/** What a model gets for a question. */
export interface Prompt {
  messages: ChatMessage[];
  /** In the order in which the messages number them; `rank` is the place from 0 among those found, best first. */
  passages: readonly (ScoredPassage & { rank: number })[];
}

/**
 * The prompt for a question. Passages are by relevance for the reader, by place for the model: its prompt begins alike for
 * questions about the same ones.
 * @param found best first
 */
export function promptFor(
  template: string,
  found: readonly ScoredPassage[],
  parts: Omit<PromptParts, 'template' | 'passages'>,
): Prompt {
  const passages = inPromptOrder(found.map((hit, rank) => ({ ...hit, rank })));
  const quoted = passages.map(({ passage }) => passage);
  return { messages: buildPrompt({ ...parts, passages: quoted, template }), passages };
}

/** What an answer is written from. */
export interface Material {
  template: PromptTemplateRecord;
  /** Name of the model. */
  ready: string;
  prompt: Prompt;
  /** Of what was found, best first. */
  citations: readonly CitationRecord[];
  links: KnownLinks;
}

/** Has the model write the answer; null when it could not, or what it wrote cannot be shown. */
export async function writeAnswer(
  generation: Generation,
  { template, ready, prompt, citations, links }: Material,
  { query, language }: Question,
  following: Parameters<Generation['write']>[1],
): Promise<CachedAnswer | null> {
  const generated = await generation.write(
    {
      messages: prompt.messages,
      instructions: instructionsOf(template.template),
      passages: prompt.passages.map(({ passage }) => passage),
      links,
      question: query,
      language,
    },
    following,
  );
  if (!generated) return null;
  const { isCut, isFull } = generated;
  const last = isCut ? wording[language].cutShort : isFull ? noRoom[language] : null;
  const ending = last === null ? '' : `\n\n${last}`;
  if (ending) following.tell({ kind: 'delta', text: ending });
  const cited = generated.cited.flatMap((number) => prompt.passages[number - 1]?.rank ?? []);
  return { text: generated.text + ending, mode: 'GENERATED', model: ready, citations: citedFirst(citations, cited) };
}

/** After an answer of the greatest length. */
const noRoom: Readonly<Record<Language, string>> = {
  fr: 'Je m’arrête ici, faute de place : demandez-moi la suite en nommant le point qui vous intéresse.',
  en: 'I stop here for want of room: ask me to go on, and name the point that matters to you.',
};

/** Citations in the order in which the text numbers them, then those it did not use. */
function citedFirst(citations: readonly CitationRecord[], cited: readonly number[]): CitationRecord[] {
  const used = cited.flatMap((rank) => citations[rank] ?? []);
  return [...used, ...citations.filter((citation) => !used.includes(citation))];
}
