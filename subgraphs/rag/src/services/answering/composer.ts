import type { AnswerMode, CitationRecord } from '../../models/answer.model.js';
import type { Models } from '../../models/index.js';
import type { PromptTemplateRecord } from '../../models/prompt-template.model.js';
import type { SettledQuestions } from '../explanations/settled-questions.js';
import { withoutWeakExplanations } from '../explanations/weak-explanations.js';
import type { LearnerFocus } from '../focus/learner-focus.js';
import type { Guard, Integrity } from '../integrity/integrity.js';
import type { Passage, RetrievalEngine, ScoredPassage } from '../retrieval/engine.js';
import type { PassageIndex } from '../retrieval/passage-index.js';
import { situationOf } from '../templates/situation.js';
import { type AnswerCache, type CachedAnswer, type CacheKeyParts, decisive } from './answer-cache.js';
import { cite, selectPassages } from './citations.js';
import { composeExtractive } from './extractive.js';
import type { Following, Generation } from './generation.js';
import { createKnownLinks } from './known-links.js';
import type { LanguageModel } from './model.js';
import { buildPrompt, inPromptOrder, instructionsOf, type PromptParts } from './prompt.js';
import type { Question } from './question.js';
import { safeQuotation } from './safe-quotation.js';
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
  settledQuestions: SettledQuestions;
  templates: Templates;
  cache: Pick<AnswerCache, 'placeOf'>;
  sharing: Sharing;
  model: LanguageModel;
  generation: Generation;
  /** Where learners reach the product, whose pages answers may lead to; null when that was not said. */
  publicUrl: string | null;
}

/** Creates a composer. */
export function createComposer(deps: ComposerDeps): Composer {
  const { models, index, focus, integrity, settledQuestions, templates, cache, sharing, model, generation, publicUrl } =
    deps;

  return {
    async compose(question, circumstances) {
      const { userId, history, tell, log, signal } = circumstances;
      const guard = integrity.guard(userId, log);
      guard.askAhead();
      const engine = index.current();
      const ready = model.readyModel();
      const learner = ready === null ? null : await focus.of(userId);
      const questId = question.questId ?? learner?.questId ?? null;
      const level = question.level ?? learner?.level ?? null;
      const situation = situationOf(question.query, questId);
      const template = level && (await templates.choose({ ...question, level, situation }));
      const generator = level && template && ready !== null ? { template, ready, level } : null;
      const shared = { ...decisive(question), indexVersion: engine.version };
      // In a conversation the same words may ask for something else, and the answer is nobody else's.
      const placeOf = (parts: Omit<CacheKeyParts, keyof typeof shared> & Pick<CacheKeyParts, 'level' | 'questId'>) =>
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
          const settled = await settledQuestions.of(userId, log);
          const search = await searchWith(engine, question.query, history, settled);
          if (search.found.length === 0) {
            return { answer: await nothingFound(question, engine, circumstances), keepAt: null };
          }
          const [best, ...others] = selectPassages(await guard.quotable(search.found));
          if (!best) return { answer: withheld(question, search.found, circumstances, guard), keepAt: null };

          const found = [best, ...others];
          const citations = await citationsOf(found);
          // Who waited in vain for somebody else's is given quotations, which take no time.
          if (generator && patienceMs > 0 && model.readyModel() !== null) {
            const parts = { question: question.query, questId, history };
            const following = { ...circumstances, patienceMs };
            const generated = await generate({ ...generator, parts, found, citations }, question, following, guard);
            if (generated) return { answer: generated, keepAt: isForAll(found) ? generatedPlace : null };
          }

          const { language, queryType } = question;
          const extract = composeExtractive({
            language,
            queryType,
            found: [best.passage, ...others.map(({ passage }) => passage)],
            neighbours: await neighboursOf(best, settled, guard),
          });
          const text = safeQuotation(extract, linksTo(citations));
          const quoted: CachedAnswer = { text, mode: 'EXTRACTIVE', model: null, citations };
          // Passages that give nothing away may do so together.
          if (!(await guard.mayTell(quoted))) {
            return { answer: withheld(question, found, circumstances, guard), keepAt: null };
          }
          tellAll(text, tell);
          return { answer: quoted, keepAt: isForAll(found) ? quotedPlace : null };
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
      parts: Omit<PromptParts, 'template' | 'passages'>;
      found: readonly ScoredPassage[];
      /** Of `found`, in its order. */
      citations: readonly CitationRecord[];
    },
    { query, language }: Question,
    circumstances: Circumstances,
    { mayShow }: Guard,
  ): Promise<CachedAnswer | null> {
    const { template } = work.template;
    // By relevance for the reader, by place for the model: its prompt begins alike for questions about the same passages.
    const ordered = inPromptOrder(work.found.map((hit, rank) => ({ ...hit, rank })));
    const passages = ordered.map(({ passage }) => passage);
    const assignment = {
      messages: buildPrompt({ ...work.parts, passages, template }),
      instructions: instructionsOf(template),
      passages,
      links: linksTo(work.citations),
      question: query,
      language,
    };
    const generated = await generation.write(assignment, { ...circumstances, mayShow });
    if (!generated) return null;
    const ending = generated.isCut ? `\n\n${wording[language].cutShort}` : '';
    if (ending) circumstances.tell({ kind: 'delta', text: ending });
    const cited = generated.cited.flatMap((number) => ordered[number - 1]?.rank ?? []).map((rank) => rank + 1);
    const citations = citedFirst(work.citations, cited);
    return { text: generated.text + ending, mode: 'GENERATED', model: work.ready, citations };
  }

  function linksTo(citations: readonly CitationRecord[]) {
    return createKnownLinks({ pages: citations.flatMap(({ url }) => url ?? []), publicUrl });
  }

  /** The passages around the best one in its document, in order. */
  async function neighboursOf(
    { passage }: ScoredPassage,
    settled: readonly string[],
    guard: Guard,
  ): Promise<Passage[]> {
    const records = await models.passages.find(around(passage)).sort({ position: 1 }).lean();
    const neighbours = records
      .filter(({ questionId }) => questionId == null || settled.includes(questionId))
      .map(({ _id, ...record }) => ({ passage: { id: _id, ...record } }));
    return (await guard.quotable(neighbours)).map((neighbour) => neighbour.passage);
  }

  async function citationsOf(found: readonly ScoredPassage[]): Promise<CitationRecord[]> {
    const ids = [...new Set(found.map(({ passage }) => passage.documentId))];
    const documents = await models.documents.find({ _id: { $in: ids } }, { url: 1 }).lean();
    const urls = new Map(documents.map(({ _id, url }) => [_id, url]));
    return found.map((hit) => cite(hit, urls.get(hit.passage.documentId) ?? null));
  }
}

/** What explains an answer is for those who have it behind them: nobody else gets it from the cache. */
function isForAll(found: readonly ScoredPassage[]): boolean {
  return found.every(({ passage }) => passage.questionId == null);
}

/** An example stands near what it is an example of. */
const near = 6;

function around({ documentId, position }: Passage) {
  return { documentId, position: { $gte: position - near, $lte: position + near } };
}

/** Passages looked at before some are selected. */
export const searched = 12;

/**
 * A follow-up ("et avec un while ?") may only make sense together with the question before it. `usedHistory` is what the
 * result depends on besides the question.
 */
async function searchWith(
  engine: RetrievalEngine,
  query: string,
  history: readonly Turn[],
  settledQuestions: readonly string[],
) {
  const options = { limit: searched, filters: { settledQuestions } };
  const found = withoutWeakExplanations((await engine.search(query, options)).hits);
  const before = history.at(-1);
  if (found.length > 0 || !before) return { found, usedHistory: [] };
  const together = await engine.search(`${before.query} ${query}`, options);
  return { found: withoutWeakExplanations(together.hits), usedHistory: [before] };
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
