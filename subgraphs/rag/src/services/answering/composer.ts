import type { Logger } from '@doctorpy/service-kit/logging';
import type { AnswerMode, CitationRecord } from '../../models/answer.model.js';
import type { Models } from '../../models/index.js';
import type { LearnerFocus } from '../focus/learner-focus.js';
import type { Passage, ScoredPassage } from '../retrieval/engine.js';
import type { PassageIndex } from '../retrieval/passage-index.js';
import type { AnswerCache, CacheKeyParts } from './answer-cache.js';
import { createCheckedText } from './checked-text.js';
import { cite, selectPassages } from './citations.js';
import { composeExtractive } from './extractive.js';
import { type LanguageModel, ModelFailedError } from './model.js';
import { buildPrompt } from './prompt.js';
import type { Question } from './question.js';
import type { Templates } from './templates.js';
import { textBlocks } from './text-blocks.js';
import { type Turnstile, TurnstileFullError } from './turnstile.js';
import { wording } from './wording.js';

/** What is told while an answer is being made. */
export type Progress = { kind: 'delta'; text: string } | { kind: 'queued'; position: number };

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
export interface Circumstances {
  userId: string;
  history: readonly Turn[];
  tell: (progress: Progress) => void;
  /** Milliseconds that waiting for the model and generating may take together, before quotations are better. */
  patienceMs: number;
  signal: AbortSignal;
  log: Logger;
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
  turnstile: Turnstile;
}

/** Creates a composer. */
export function createComposer(deps: ComposerDeps): Composer {
  const { models, index, cache, model, turnstile } = deps;

  return {
    async compose(question, circumstances) {
      const { userId, history, tell } = circumstances;
      const engine = index.current();
      const { level, questId: currentQuest } = await deps.focus.of(userId);
      const questId = question.questId ?? currentQuest;
      const template = await deps.templates.choose({ ...question, level });
      const ready = template === null ? null : model.readyModel();
      const quotedKey: CacheKeyParts = {
        query: question.query,
        queryType: question.queryType,
        language: question.language,
        level,
        template: null,
        indexVersion: engine.version,
        model: null,
        questId: null,
        history: [],
      };
      const generatedKey = {
        ...quotedKey,
        template: template && `${template._id}@${template.version}`,
        questId,
        history,
      };
      const key: CacheKeyParts = ready === null ? quotedKey : { ...generatedKey, model: ready };

      const cached = await cache.get(key);
      if (cached) {
        tellAll(cached.text, tell);
        return { ...cached, fromCache: true };
      }

      const found = selectPassages(search(question.query, history));
      const [best] = found;
      if (!best) {
        const text = wording[question.language].nothingFound(nearTitles(question.query));
        tellAll(text, tell);
        return { text, mode: 'NONE_FOUND', model: null, citations: [], fromCache: false };
      }
      const citations = await citationsOf(found);

      if (template !== null && ready !== null) {
        const parts = { template: template.template, question: question.query, questId, history };
        const passages = found.map(({ passage }) => passage);
        const generated = await generate(buildPrompt({ ...parts, passages }), found.length, circumstances);
        if (generated !== null) {
          const ordered = citedFirst(citations, generated.cited);
          const answer = { text: generated.text, mode: 'GENERATED' as const, model: ready, citations: ordered };
          await cache.set(key, answer);
          return { ...answer, fromCache: false };
        }
      }

      const text = composeExtractive({
        language: question.language,
        queryType: question.queryType,
        found: [best.passage, ...found.slice(1).map(({ passage }) => passage)],
        neighbours: await passagesOf(best.passage.documentId),
      });
      const answer = { text, mode: 'EXTRACTIVE' as const, model: null, citations };
      tellAll(text, tell);
      await cache.set(quotedKey, answer);
      return { ...answer, fromCache: false };
    },
  };

  /** A follow-up ("et avec un while ?") may only make sense together with the question before it. */
  function search(query: string, history: readonly Turn[]): readonly ScoredPassage[] {
    const found = index.current().search(query, { limit: 12 });
    const before = history.at(-1);
    return found.length > 0 || !before ? found : index.current().search(`${before.query} ${query}`, { limit: 12 });
  }

  function nearTitles(query: string): string[] {
    const near = index.current().search(query, { limit: 10, nearest: true });
    return [...new Set(near.map(({ passage }) => passage.title))].slice(0, 3);
  }

  async function generate(
    messages: ReturnType<typeof buildPrompt>,
    passageCount: number,
    { tell, patienceMs, signal, log }: Circumstances,
  ): Promise<{ text: string; cited: readonly number[] } | null> {
    const checked = createCheckedText(passageCount);
    let text = '';
    const show = (delta: string) => {
      if (delta === '') return;
      text += delta;
      tell({ kind: 'delta', text: delta });
    };
    const onText = (raw: string) => {
      show(checked.push(raw));
      return !checked.isLooping();
    };
    const onPosition = (position: number) => tell({ kind: 'queued', position });
    const deadline = AbortSignal.timeout(patienceMs);
    try {
      await turnstile.pass(() => model.generate(messages, { signal, deadline, onText }), {
        signal: AbortSignal.any([signal, deadline]),
        onPosition,
      });
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof TurnstileFullError) log.warn({ reason: error.message }, 'answer.queue_full');
      else if (deadline.aborted) log.warn({ patienceMs }, 'answer.model_too_late');
      else if (!(error instanceof ModelFailedError)) throw error;
      return null;
    }
    show(checked.finish());
    return isAnswer(text) ? { text, cited: checked.citedPassages() } : null;
  }

  function passagesOf(documentId: string): Promise<Passage[]> {
    return models.passages
      .find({ documentId })
      .sort({ position: 1 })
      .lean()
      .then((records) => records.map(({ _id, ...passage }) => ({ id: _id, ...passage })));
  }

  async function citationsOf(found: readonly ScoredPassage[]): Promise<CitationRecord[]> {
    const ids = [...new Set(found.map(({ passage }) => passage.documentId))];
    const documents = await models.documents.find({ _id: { $in: ids } }, { url: 1 }).lean();
    const urls = new Map(documents.map(({ _id, url }) => [_id, url]));
    return found.map((hit) => cite(hit, urls.get(hit.passage.documentId) ?? null));
  }
}

function tellAll(text: string, tell: Circumstances['tell']): void {
  for (const block of textBlocks(text)) tell({ kind: 'delta', text: block });
}

/** Citations in the order in which the text numbers them, then those it did not use. */
function citedFirst(citations: readonly CitationRecord[], cited: readonly number[]): CitationRecord[] {
  const used = cited.flatMap((number) => citations[number - 1] ?? []);
  return [...used, ...citations.filter((citation) => !used.includes(citation))];
}

/** A model that says nothing, or only punctuation, has not answered. */
function isAnswer(text: string): boolean {
  return (text.match(/\p{L}/gu)?.length ?? 0) >= 20;
}
