import type { AnswerMode, CitationRecord } from '../../models/answer.model.js';
import type { Models } from '../../models/index.js';
import type { PromptTemplateRecord } from '../../models/prompt-template.model.js';
import type { LearnerFocus } from '../focus/learner-focus.js';
import type { Guard, Integrity } from '../integrity/integrity.js';
import type { Passage, RetrievalEngine, ScoredPassage } from '../retrieval/engine.js';
import type { PassageIndex } from '../retrieval/passage-index.js';
import { type AnswerCache, type CachedAnswer, type CacheKeyParts, decisive } from './answer-cache.js';
import { cite, selectPassages } from './citations.js';
import { composeExtractive } from './extractive.js';
import type { Following, Generation } from './generation.js';
import type { LanguageModel } from './model.js';
import { buildPrompt } from './prompt.js';
import type { Question } from './question.js';
import type { Sharing } from './sharing.js';
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

type Answer = Omit<ComposedAnswer, 'fromCache'>;

/** An earlier turn of the conversation. */
export interface Turn {
  query: string;
  text: string;
}

/** What composing depends on besides the question. */
export interface Circumstances extends Omit<Following, 'mayShow'> {
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
  integrity: Integrity;
  templates: Templates;
  cache: Pick<AnswerCache, 'placeOf'>;
  sharing: Sharing;
  model: LanguageModel;
  generation: Generation;
}

/** Creates a composer. */
export function createComposer(deps: ComposerDeps): Composer {
  const { models, index, focus, integrity, templates, cache, sharing, model, generation } = deps;

  return {
    async compose(question, circumstances) {
      const { userId, history, tell, log, signal } = circumstances;
      const guard = integrity.guard(userId, log);
      guard.askAhead();
      const engine = index.current();
      const ready = model.readyModel();
      const learner = ready === null ? null : await focus.of(userId);
      const questId = question.questId ?? learner?.questId ?? null;
      const template = learner && (await templates.choose({ ...question, level: learner.level }));
      const generator = learner && template && ready !== null ? { template, ready, level: learner.level } : null;
      const shared = { ...decisive(question), indexVersion: engine.version };
      // In a conversation the same words may ask for something else, and the answer is nobody else's.
      const placeOf = (parts: Omit<CacheKeyParts, keyof typeof shared> & { questId: string | null }) =>
        history.length > 0 ? null : cache.placeOf({ ...shared, ...parts });
      const quotedPlace = placeOf({ level: null, questId: null, template: null, model: null });
      const generatedPlace =
        generator && placeOf({ level: generator.level, questId, template: generator.template, model: generator.ready });

      const { answer, isShared } = await sharing.answer<Answer>(
        {
          place: generator ? generatedPlace : quotedPlace,
          guard,
          patienceMs: circumstances.patienceMs,
          signal,
          isCostly: generator !== null,
        },
        async (patienceMs) => {
          const search = await searchWith(engine, question.query, history);
          if (search.found.length === 0) {
            return { answer: await nothingFound(question, engine, circumstances), keepAt: null };
          }
          const [best, ...others] = selectPassages(await guard.quotable(search.found));
          if (!best) return { answer: withheld(question, search.found, circumstances, guard), keepAt: null };

          const found = [best, ...others];
          const citations = await citationsOf(found);
          // Who waited in vain for somebody else's is given quotations, which take no time.
          if (generator && patienceMs > 0 && model.readyModel() !== null) {
            const passages = found.map(({ passage }) => passage);
            const parts = { question: question.query, questId, history, passages };
            const following = { ...circumstances, patienceMs };
            const generated = await generate({ ...generator, parts, citations }, question, following, guard);
            if (generated) return { answer: generated, keepAt: generatedPlace };
          }

          const { language, queryType } = question;
          const text = composeExtractive({
            language,
            queryType,
            found: [best.passage, ...others.map(({ passage }) => passage)],
            neighbours: await neighboursOf(best, guard),
          });
          const quoted: CachedAnswer = { text, mode: 'EXTRACTIVE', model: null, citations };
          // Passages that give nothing away may do so together.
          if (!(await guard.mayTell(quoted))) {
            return { answer: withheld(question, found, circumstances, guard), keepAt: null };
          }
          tellAll(text, tell);
          return { answer: quoted, keepAt: quotedPlace };
        },
      );
      if (isShared) tellAll(answer.text, tell);
      return { ...answer, fromCache: isShared };
    },
  };

  async function generate(
    work: {
      template: PromptTemplateRecord;
      ready: string;
      parts: Omit<Parameters<typeof buildPrompt>[0], 'template'>;
      citations: readonly CitationRecord[];
    },
    { language }: Question,
    circumstances: Circumstances,
    { mayShow }: Guard,
  ): Promise<CachedAnswer | null> {
    const messages = buildPrompt({ ...work.parts, template: work.template.template });
    const generated = await generation.write(messages, work.citations.length, { ...circumstances, mayShow });
    if (!generated) return null;
    const ending = generated.isCut ? `\n\n${wording[language].cutShort}` : '';
    if (ending) circumstances.tell({ kind: 'delta', text: ending });
    const citations = citedFirst(work.citations, generated.cited);
    return { text: generated.text + ending, mode: 'GENERATED', model: work.ready, citations };
  }

  /** The passages around the best one in its document, in order. */
  async function neighboursOf({ passage }: ScoredPassage, guard: Guard): Promise<Passage[]> {
    const records = await models.passages.find(around(passage)).sort({ position: 1 }).lean();
    const neighbours = records.map(({ _id, ...record }) => ({ passage: { id: _id, ...record } }));
    return (await guard.quotable(neighbours)).map((neighbour) => neighbour.passage);
  }

  async function citationsOf(found: readonly ScoredPassage[]): Promise<CitationRecord[]> {
    const ids = [...new Set(found.map(({ passage }) => passage.documentId))];
    const documents = await models.documents.find({ _id: { $in: ids } }, { url: 1 }).lean();
    const urls = new Map(documents.map(({ _id, url }) => [_id, url]));
    return found.map((hit) => cite(hit, urls.get(hit.passage.documentId) ?? null));
  }
}

/** An example stands near what it is an example of. */
const near = 6;

function around({ documentId, position }: Passage) {
  return { documentId, position: { $gte: position - near, $lte: position + near } };
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
): Promise<Answer> {
  const { hits: near } = await engine.search(query, { limit: 10, nearest: true });
  const titles = [...new Set(near.map(({ passage }) => passage.title))].slice(0, 3);
  const text = wording[language].nothingFound(titles);
  tellAll(text, tell);
  return { text, mode: 'NONE_FOUND', model: null, citations: [] };
}

function withheld(
  { language }: Question,
  found: readonly ScoredPassage[],
  { tell }: Circumstances,
  guard: Guard,
): Answer {
  const titles = [...new Set(found.map(({ passage }) => passage.title))].slice(0, 2);
  const words = wording[language];
  const text = guard.couldAsk() ? words.withheld(titles) : words.unchecked;
  tellAll(text, tell);
  return { text, mode: 'NONE_FOUND', model: null, citations: [] };
}

function tellAll(text: string, tell: Circumstances['tell']): void {
  for (const block of textBlocks(text)) tell({ kind: 'delta', text: block });
}

/** Citations in the order in which the text numbers them, then those it did not use. */
function citedFirst(citations: readonly CitationRecord[], cited: readonly number[]): CitationRecord[] {
  const used = cited.flatMap((number) => citations[number - 1] ?? []);
  return [...used, ...citations.filter((citation) => !used.includes(citation))];
}
