import type { AnswerMode, CitationRecord } from '../../models/answer.model.js';
import type { Models } from '../../models/index.js';
import type { PromptTemplateRecord } from '../../models/prompt-template.model.js';
import type { LearnerFocus } from '../focus/learner-focus.js';
import type { Passage, RetrievalEngine, ScoredPassage } from '../retrieval/engine.js';
import type { PassageIndex } from '../retrieval/passage-index.js';
import type { AnswerCache, CachedAnswer, CacheKeyParts } from './answer-cache.js';
import { cite, selectPassages } from './citations.js';
import { composeExtractive } from './extractive.js';
import type { Following, Generation } from './generation.js';
import type { LanguageModel } from './model.js';
import { buildPrompt } from './prompt.js';
import type { Question } from './question.js';
import type { Templates } from './templates.js';
import { textBlocks } from './text-blocks.js';
import { wording } from './wording.js';

/** An answer before it belongs to a learner. */
export interface ComposedAnswer {
  text: string;
  mode: AnswerMode;
  model: string | null;
  citations: CitationRecord[];
  fromCache: boolean;
}

/** An earlier turn of the conversation. */
export interface Turn {
  query: string;
  text: string;
}

/** What composing depends on besides the question. */
export interface Circumstances extends Following {
  userId: string;
  /** Oldest first. */
  history: readonly Turn[];
}

/** Makes answers: from the cache, by the model, or from quotations. */
export interface Composer {
  /**
   * Deltas joined are the answer's text, except when the model fails halfway: the returned answer then stands instead
   * of what was told.
   * @throws the signal's reason when aborted; never because the model or Redis is away
   */
  compose(question: Question, circumstances: Circumstances): Promise<ComposedAnswer>;
}

/** What a composer works with. */
export interface ComposerDeps {
  models: Pick<Models, 'documents' | 'passages'>;
  index: PassageIndex;
  focus: LearnerFocus;
  templates: Templates;
  cache: AnswerCache;
  model: LanguageModel;
  generation: Generation;
}

/** Creates a composer. */
export function createComposer(deps: ComposerDeps): Composer {
  const { models, index, focus, templates, cache, model, generation } = deps;

  return {
    async compose(question, circumstances) {
      const { userId, history, tell } = circumstances;
      const engine = index.current();
      const search = await searchWith(engine, question.query, history);
      const [best, ...others] = selectPassages(search.found);
      if (!best) return await nothingFound(question, engine, circumstances);

      const { level, questId: currentQuest } = await focus.of(userId);
      const questId = question.questId ?? currentQuest;
      const template = await templates.choose({ ...question, level });
      const ready = model.readyModel();
      const { query, queryType, language } = question;
      const shared = { query, queryType, language, level, indexVersion: engine.version };
      const quotedKey = { ...shared, template: null, model: null, questId: null, history: search.usedHistory };
      const generator = template && ready ? { template, ready } : null;
      const generatedKey = generator && {
        ...shared,
        template: `${generator.template._id}@${generator.template.version}`,
        model: generator.ready,
        questId,
        history,
      };

      const cached = await cache.get(generatedKey ?? quotedKey);
      if (cached) {
        tellAll(cached.text, tell);
        return { ...cached, fromCache: true };
      }

      const found = [best, ...others];
      const citations = await citationsOf(found);
      if (generator && generatedKey) {
        const parts = { question: query, questId, history, passages: found.map(({ passage }) => passage) };
        const generated = await generate({ ...generator, parts, citations }, circumstances);
        if (generated) return remember(generatedKey, generated);
      }

      const text = composeExtractive({
        language,
        queryType,
        found: [best.passage, ...others.map(({ passage }) => passage)],
        neighbours: await passagesOf(best.passage.documentId),
      });
      tellAll(text, tell);
      return remember(quotedKey, { text, mode: 'EXTRACTIVE', model: null, citations });
    },
  };

  async function generate(
    work: {
      template: PromptTemplateRecord;
      ready: string;
      parts: Omit<Parameters<typeof buildPrompt>[0], 'template'>;
      citations: readonly CitationRecord[];
    },
    circumstances: Circumstances,
  ): Promise<CachedAnswer | null> {
    const messages = buildPrompt({ ...work.parts, template: work.template.template });
    const generated = await generation.write(messages, work.citations.length, circumstances);
    if (!generated) return null;
    const citations = citedFirst(work.citations, generated.cited);
    return { text: generated.text, mode: 'GENERATED', model: work.ready, citations };
  }

  async function remember(key: CacheKeyParts, answer: CachedAnswer): Promise<ComposedAnswer> {
    await cache.set(key, answer);
    return { ...answer, fromCache: false };
  }

  async function passagesOf(documentId: string): Promise<Passage[]> {
    const records = await models.passages.find({ documentId }).sort({ position: 1 }).lean();
    return records.map(({ _id, ...passage }) => ({ id: _id, ...passage }));
  }

  async function citationsOf(found: readonly ScoredPassage[]): Promise<CitationRecord[]> {
    const ids = [...new Set(found.map(({ passage }) => passage.documentId))];
    const documents = await models.documents.find({ _id: { $in: ids } }, { url: 1 }).lean();
    const urls = new Map(documents.map(({ _id, url }) => [_id, url]));
    return found.map((hit) => cite(hit, urls.get(hit.passage.documentId) ?? null));
  }
}

/** Passages looked at before some are selected. */
const searched = 12;

/**
 * A follow-up ("et avec un while ?") may only make sense together with the question before it. `usedHistory` is what the
 * result depends on besides the question.
 */
async function searchWith(engine: RetrievalEngine, query: string, history: readonly Turn[]) {
  const { hits: found } = await engine.search(query, { limit: searched });
  const before = history.at(-1);
  if (found.length > 0 || !before) return { found, usedHistory: [] };
  const together = await engine.search(`${before.query} ${query}`, { limit: searched });
  return { found: together.hits, usedHistory: [before] };
}

async function nothingFound(
  { query, language }: Question,
  engine: RetrievalEngine,
  { tell }: Circumstances,
): Promise<ComposedAnswer> {
  const { hits: near } = await engine.search(query, { limit: 10, nearest: true });
  const titles = [...new Set(near.map(({ passage }) => passage.title))].slice(0, 3);
  const text = wording[language].nothingFound(titles);
  tellAll(text, tell);
  return { text, mode: 'NONE_FOUND', model: null, citations: [], fromCache: false };
}

function tellAll(text: string, tell: Circumstances['tell']): void {
  for (const block of textBlocks(text)) tell({ kind: 'delta', text: block });
}

/** Citations in the order in which the text numbers them, then those it did not use. */
function citedFirst(citations: readonly CitationRecord[], cited: readonly number[]): CitationRecord[] {
  const used = cited.flatMap((number) => citations[number - 1] ?? []);
  return [...used, ...citations.filter((citation) => !used.includes(citation))];
}
