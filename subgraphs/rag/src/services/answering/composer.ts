import type { PromptTemplateRecord } from '../../models/prompt-template.model.js';
import type { SettledQuestions } from '../explanations/settled-questions.js';
import type { LearnerFocus } from '../focus/learner-focus.js';
import type { Guard, Integrity } from '../integrity/integrity.js';
import type { Spent } from '../quotas/quotas.js';
import type { RetrievalEngine, ScoredPassage } from '../retrieval/engine.js';
import type { PassageIndex } from '../retrieval/passage-index.js';
import { situationOf } from '../templates/situation.js';
import type { Abstaining } from './abstaining.js';
import { type AnswerCache, type CachedAnswer, type CacheKeyParts, decisive, type Place } from './answer-cache.js';
import { selectPassages } from './citations.js';
import { type ComposedAnswer, type Told, told } from './composed-answer.js';
import { composeExtractive } from './extractive.js';
import type { EarlierQuestion } from './finding.js';
import type { Following, Generation } from './generation.js';
import { createKnownLinks } from './known-links.js';
import type { LanguageModel } from './model.js';
import type { Question } from './question.js';
import { createSearch, type Search } from './question-search.js';
import { safeQuotation } from './safe-quotation.js';
import type { Made, Sharing } from './sharing.js';
import type { Sources } from './sources.js';
import type { Templates } from './templates.js';
import { textBlocks } from './text-blocks.js';
import { promptFor, writeAnswer } from './writing.js';

/** An earlier turn of the conversation. */
export interface Turn {
  query: string;
  text: string;
}

/** What composing depends on besides the question. */
export interface Circumstances extends Omit<Following, 'mayShow'> {
  /** Settles when the question is counted; rejects when it may not be asked. */
  admitted: Promise<unknown>;
  /** What the model is told of the conversation, oldest first. */
  history: readonly Turn[];
  /** What the question is completed from, oldest first. */
  earlier: readonly EarlierQuestion[];
  /** Counts one more answer that the model writes for the asker; null when they may have none. */
  takeGeneration: () => Promise<Spent | null>;
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
  sources: Sources;
  abstaining: Abstaining;
  index: PassageIndex;
  focus: LearnerFocus;
  integrity: Integrity;
  settledQuestions: SettledQuestions;
  templates: Templates;
  cache: Pick<AnswerCache, 'find' | 'placeOf'>;
  sharing: Sharing;
  model: LanguageModel;
  generation: Generation;
  /** Where learners reach the product, whose pages answers may lead to; null when that was not said. */
  publicUrl: string | null;
}

/** Creates a composer. */
export function createComposer(deps: ComposerDeps): Composer {
  const { sources, abstaining, index, integrity, settledQuestions, cache, sharing, model, generation, publicUrl } =
    deps;

  const blocks = new WeakMap<object, readonly string[]>();
  /** Of an answer that is told again and again, cut once. */
  const blocksOf = (answer: Pick<Told, 'text'>): readonly string[] => {
    const cut = blocks.get(answer) ?? textBlocks(answer.text);
    blocks.set(answer, cut);
    return cut;
  };

  return {
    async compose(question, circumstances) {
      const { userId, history, tell, log, signal } = circumstances;
      const guard = integrity.guard(userId, log);
      guard.askAhead();
      const settling = settledQuestions.of(userId, log);
      const engine = index.current();
      const ready = model.readyModel();
      const writer = ready === null ? null : await writerFor(ready, question, userId);
      const shared = { ...decisive(question), indexVersion: engine.version };
      // In a conversation the same words may ask for something else, and the answer is nobody else's.
      const placeOf = (parts: Omit<CacheKeyParts, keyof typeof shared> & Pick<CacheKeyParts, 'level' | 'questId'>) =>
        history.length > 0 ? null : cache.placeOf({ ...shared, ...parts });
      const quotedPlace = placeOf({ level: null, questId: null, template: null, model: null });
      const writtenPlace = writer && placeOf({ ...writer.decisive, model: writer.ready });
      const place = writer ? writtenPlace : quotedPlace;
      // All that is asked of others goes out at once. Nothing is made or told before the question is counted.
      const looked = place ? cache.find(place) : undefined;
      const [settled] = await Promise.all([settling, circumstances.admitted]);

      const search = createSearch(engine, question, circumstances.earlier, settled);
      // Who may read an explanation is not to get what others were told without it.
      const isTheirs = settled.length > 0 && !isForAll(selectPassages(await search.found()));
      const work = { circumstances, guard, engine, settled, search, writer, writtenPlace, quotedPlace };
      const { answer, isShared } = await sharing.answer<Told>(
        {
          place: isTheirs ? null : place,
          ...(looked && { looked }),
          guard,
          patienceMs: circumstances.patienceMs,
          signal,
          isCostly: writer !== null,
        },
        (patienceMs) => make(question, work, patienceMs),
      );
      if (isShared) for (const block of blocksOf(answer)) tell({ kind: 'delta', text: block });
      const { followsUp, timings } = search;
      return { ...('withheld' in answer ? answer : told(answer)), fromCache: isShared, followsUp, timings };
    },
  };

  /** Makes an answer anew: by the model, from quotations, or one that says why there is none. */
  async function make(question: Question, work: Work, patienceMs: number): Promise<Made<Told>> {
    const { circumstances, guard, engine, settled, search, writer } = work;
    const { history, tell } = circumstances;
    const abstain = (answer: Told) => {
      tellAll(answer.text, tell);
      return { answer, keepAt: null };
    };
    const all = await search.found();
    if (all.length === 0) return abstain(await abstaining.nothingFound(question, engine, guard));
    const [best, ...others] = selectPassages(await guard.quotable(all));
    if (!best) return abstain(await abstaining.withheld(question, all, guard));

    const found = [best, ...others];
    const citations = await sources.citationsOf(found);
    const links = createKnownLinks({ pages: citations.flatMap(({ url }) => url ?? []), publicUrl });
    // Who waited for somebody else's in vain is given quotations, which take no time.
    const mayWrite = patienceMs >= usefulPatience(circumstances.patienceMs) && model.readyModel() !== null;
    const spent = writer && mayWrite ? await circumstances.takeGeneration() : null;
    if (writer && spent) {
      const { template, ready, questId } = writer;
      const prompt = promptFor(template.template, found, { question: question.query, questId, history });
      const following = { ...circumstances, patienceMs, mayShow: guard.mayShow };
      const writtenAt = performance.now();
      const written = await writeAnswer(
        generation,
        { template, ready, prompt, citations, links },
        question,
        following,
      ).finally(() => (model.hasBegun(prompt.messages) ? undefined : spent.giveBack()));
      search.timings.generationMs = performance.now() - writtenAt;
      if (written) return { answer: written, keepAt: isForAll(found) ? work.writtenPlace : null };
    }

    const extract = composeExtractive({
      language: question.language,
      queryType: question.queryType,
      found: [best.passage, ...others.filter(isWorthReading(best)).map(({ passage }) => passage)],
      neighbours: await sources.neighboursOf(best, settled, guard),
    });
    const text = safeQuotation(extract, links);
    const quoted: CachedAnswer = { text, mode: 'EXTRACTIVE', model: null, citations };
    // Passages that give nothing away may do so together.
    if (!(await guard.mayTell(quoted))) return abstain(await abstaining.withheld(question, found, guard));
    tellAll(text, tell);
    return { answer: quoted, keepAt: isForAll(found) ? work.quotedPlace : null };
  }

  /** Who writes the answer, and by which template; null when nobody does. */
  async function writerFor(ready: string, question: Question, userId: string): Promise<Writer | null> {
    const learner = await deps.focus.of(userId);
    const level = question.level ?? learner.level;
    const questId = question.questId ?? learner.questId;
    const situation = situationOf(question.query, questId);
    const template = await deps.templates.choose({ ...question, level, situation });
    if (template === null) return null;
    const { _id, version, template: text } = template;
    return { ready, questId, template, decisive: { level, questId, template: { _id, version, template: text } } };
  }
}

/** What one answer is made with. */
interface Work {
  circumstances: Circumstances;
  guard: Guard;
  engine: RetrievalEngine;
  settled: readonly string[];
  search: Search;
  writer: Writer | null;
  /** Where others' answers are that the model wrote, and those that were quoted; null when nobody else's may be told. */
  writtenPlace: Place | null;
  quotedPlace: Place | null;
}

/** The model and the template that write an answer, and what of them it depends on. */
interface Writer {
  ready: string;
  questId: string | null;
  template: PromptTemplateRecord;
  decisive: Pick<CacheKeyParts, 'level' | 'questId' | 'template'>;
}

/** What explains an answer is for those who have it behind them: nobody else gets it from the cache. */
function isForAll(found: readonly ScoredPassage[]): boolean {
  return found.every(({ passage }) => passage.questionId == null);
}

/** A passage far behind the best one has a word in common with the question, and no more. */
function isWorthReading(best: ScoredPassage): (other: ScoredPassage) => boolean {
  return ({ score }) => score >= worthReading * best.score;
}

const worthReading = 0.5;

/**
 * Milliseconds that must be left of a learner's patience for the model to be asked: with less it would read the passages, and
 * write nothing. Of a patience that is hardly longer as a whole, half.
 */
function usefulPatience(wholeMs: number): number {
  return Math.min(shortestUseMs, wholeMs / 2);
}

const shortestUseMs = 3000;

function tellAll(text: string, tell: Circumstances['tell']): void {
  for (const block of textBlocks(text)) tell({ kind: 'delta', text: block });
}
