import type { AnswerMode, CitationRecord, GapRecord } from '../../models/answer.model.js';
import type { Models } from '../../models/index.js';
import type { PromptTemplateRecord } from '../../models/prompt-template.model.js';
import type { LearnerFocus } from '../focus/learner-focus.js';
import { gapOf } from '../gaps/question-gap.js';
import type { Guard, Integrity } from '../integrity/integrity.js';
import type { Passage, RetrievalEngine, ScoredPassage } from '../retrieval/engine.js';
import type { PassageIndex } from '../retrieval/passage-index.js';
import type { AnswerCache, CachedAnswer, CacheKeyParts } from './answer-cache.js';
import { cite, selectPassages } from './citations.js';
import { composeExtractive, isLesson } from './extractive.js';
import { type EarlierQuestion, findPassages } from './finding.js';
import type { Following, Generation } from './generation.js';
import type { LanguageModel } from './model.js';
import { lookedThrough, nearestLessons } from './nearest-lessons.js';
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
  /** Whether the question was completed from those before it. */
  followsUp: boolean;
  /** Where to read instead, when nothing could be told. */
  suggestions: CitationRecord[];
  /** Whether what was found is kept back. */
  withheld: boolean;
  /** For authors, when nothing was found. */
  gap: GapRecord | null;
  timings: Timings;
}

/** What answering took, in milliseconds. */
export interface Timings {
  retrievalMs: number;
  /** With the wait in the queue; null when the model was not asked. */
  generationMs: number | null;
}

/** An earlier turn of the conversation. */
export interface Turn {
  query: string;
  text: string;
}

/** What composing depends on besides the question. */
export interface Circumstances extends Omit<Following, 'mayShow'> {
  userId: string;
  /** What the model is told of the conversation, oldest first. */
  history: readonly Turn[];
  /** What the question is completed from, oldest first. */
  earlier: readonly EarlierQuestion[];
  /** Whether the asker may have the model write one more answer; counts it. */
  mayGenerate: () => Promise<boolean>;
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
  cache: AnswerCache;
  model: LanguageModel;
  generation: Generation;
}

/** Creates a composer. */
export function createComposer(deps: ComposerDeps): Composer {
  const { models, index, focus, integrity, templates, cache, model, generation } = deps;

  return {
    async compose(question, circumstances) {
      const { userId, history, tell, log } = circumstances;
      const guard = integrity.guard(userId, log);
      const engine = index.current();
      const startedAt = performance.now();
      const search = await findPassages(engine, question.query, circumstances.earlier, question.language);
      const timings: Timings = { retrievalMs: performance.now() - startedAt, generationMs: null };
      const context = { followsUp: search.following.length > 0, timings };
      if (search.found.length === 0)
        return { ...(await nothingFound(question, engine, circumstances, guard)), ...context };
      const { level, questId: currentQuest } = await focus.of(userId);
      const questId = question.questId ?? currentQuest;
      const template = await templates.choose({ ...question, level });
      const ready = model.readyModel();
      const { query, queryType, language } = question;
      const said = search.following.map((text) => ({ query: text, text: '' }));
      const shared = { query, queryType, language, level, indexVersion: engine.version };
      const quotedKey = { ...shared, template: null, model: null, questId: null, history: said };
      const generator = template && ready ? { template, ready } : null;
      const generatedKey = generator && {
        ...shared,
        template: `${generator.template._id}@${generator.template.version}`,
        model: generator.ready,
        questId,
        history: [...said, ...history],
      };

      const cached = await cache.get(generatedKey ?? quotedKey);
      if (cached && (await guard.mayTell(cached))) {
        tellAll(cached.text, tell);
        return { ...told(cached), fromCache: true, ...context };
      }
      const [best, ...others] = selectPassages(await guard.quotable(search.found));
      if (!best) return { ...(await withheld(question, search.found, circumstances, guard)), ...context };
      const keep = async (key: CacheKeyParts, answer: CachedAnswer) => ({
        ...(await remember(key, answer, guard)),
        ...context,
      });

      const found = [best, ...others];
      const citations = await citationsOf(found);
      if (generator && generatedKey && (await circumstances.mayGenerate())) {
        const generationStartedAt = performance.now();
        const parts = { question: query, questId, history, passages: found.map(({ passage }) => passage) };
        const generated = await generate({ ...generator, parts, citations }, question, circumstances, guard);
        timings.generationMs = performance.now() - generationStartedAt;
        if (generated) return keep(generatedKey, generated);
      }

      const text = composeExtractive({
        language,
        queryType,
        found: [best.passage, ...others.filter(isWorthReading(best)).map(({ passage }) => passage)],
        neighbours: await neighboursOf(best, guard),
      });
      const quoted: CachedAnswer = { text, mode: 'EXTRACTIVE', model: null, citations };
      // Passages that give nothing away may do so together.
      if (!(await guard.mayTell(quoted))) {
        return { ...(await withheld(question, found, circumstances, guard)), ...context };
      }
      tellAll(text, tell);
      return keep(quotedKey, quoted);
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

  async function remember(key: CacheKeyParts, answer: CachedAnswer, guard: Guard): Promise<Told> {
    if (!guard.hasWithheld()) await cache.set(key, answer);
    return told(answer);
  }

  async function nothingFound(
    { query, language }: Question,
    engine: RetrievalEngine,
    { tell }: Circumstances,
    guard: Guard,
  ): Promise<Told> {
    const near = nearestLessons(await engine.search(query, { limit: lookedThrough, nearest: true }), language);
    const suggestions = (await citationsOf(await guard.quotable(near))).slice(0, mostSuggestions);
    const asked = gapOf(query);
    const words = wording[language];
    const text = asked ? words.nothingFound(titlesOf(suggestions)) : words.nothingAsked;
    tellAll(text, tell);
    const gap = engine.size > 0 ? asked : null;
    return { ...told({ text, mode: 'NONE_FOUND', model: null, citations: [] }), suggestions, gap };
  }

  async function withheld(
    { language }: Question,
    found: readonly ScoredPassage[],
    { tell }: Circumstances,
    guard: Guard,
  ): Promise<Told> {
    const lessons = [
      ...new Set(found.filter(({ passage }) => isLesson(passage)).map(({ passage }) => passage.documentId)),
    ];
    const openings = await guard.quotable(await openingsOf(lessons.slice(0, 2)));
    const words = wording[language];
    const couldAsk = guard.couldAsk();
    const suggestions = couldAsk ? await citationsOf(openings) : [];
    const titles = [...new Set(found.map(({ passage }) => passage.title))].slice(0, 2);
    const text = couldAsk ? words.withheld(titles) : words.unchecked;
    tellAll(text, tell);
    return { ...told({ text, mode: 'NONE_FOUND', model: null, citations: [] }), suggestions, withheld: true };
  }

  /** Where lessons begin: to be read again by somebody who may not be told more. */
  async function openingsOf(documentIds: readonly string[]): Promise<ScoredPassage[]> {
    const records = await models.passages.find({ documentId: { $in: [...documentIds] }, position: 0 }).lean();
    return records
      .map(({ _id, ...record }) => ({ ...unscored, passage: { id: _id, ...record } }))
      .toSorted(
        (left, right) => documentIds.indexOf(left.passage.documentId) - documentIds.indexOf(right.passage.documentId),
      );
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

/** An answer without what depends on how it was found. */
type Told = Omit<ComposedAnswer, 'followsUp' | 'timings'>;

function told(answer: CachedAnswer | Pick<ComposedAnswer, 'text' | 'mode' | 'model' | 'citations'>): Told {
  return { ...answer, fromCache: false, suggestions: [], withheld: false, gap: null };
}

const unscored = { score: 0, coverage: 0, together: 0, similarity: null, matches: [] };

/** A passage far behind the best one has a word in common with the question, and no more. */
function isWorthReading(best: ScoredPassage): (other: ScoredPassage) => boolean {
  return ({ score }) => score >= worthReading * best.score;
}

const worthReading = 0.5;

const mostSuggestions = 3;

function titlesOf(citations: readonly CitationRecord[]): string[] {
  return [...new Set(citations.map(({ title }) => title))];
}

function tellAll(text: string, tell: Circumstances['tell']): void {
  for (const block of textBlocks(text)) tell({ kind: 'delta', text: block });
}

/** Citations in the order in which the text numbers them, then those it did not use. */
function citedFirst(citations: readonly CitationRecord[], cited: readonly number[]): CitationRecord[] {
  const used = cited.flatMap((number) => citations[number - 1] ?? []);
  return [...used, ...citations.filter((citation) => !used.includes(citation))];
}
