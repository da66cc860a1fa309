import { createHash } from 'node:crypto';
import type { Language, Role } from '@doctorpy/service-kit/caller';
import type { EventOrigin, Outbox } from '@doctorpy/service-kit/events';
import type { Logger } from '@doctorpy/service-kit/logging';
import { sendTogether } from '@doctorpy/service-kit/redis';
import type { Redis } from 'ioredis';
import { LRUCache } from 'lru-cache';
import type { Connection } from 'mongoose';
import { v7 as uuid } from 'uuid';
import type { AnswerRecord } from '../../models/answer.model.js';
import type { Models } from '../../models/index.js';
import type { Askers } from '../privacy/askers.js';
import type { Quotas, Spent } from '../quotas/quotas.js';
import type { AnswerMetrics } from './answer-metrics.js';
import type { AnswerMover } from './answer-mover.js';
import { createAnswerStore, keyed } from './answer-store.js';
import { createChunkStream } from './chunk-stream.js';
import type { Composer } from './composer.js';
import type { EarlierQuestion } from './finding.js';
import type { Progress } from './generation.js';
import { checkQuestion, type Question, type QuestionInput } from './question.js';
import { rememberedText } from './remembered-text.js';
import { createRuns, type Share, type Work } from './runs.js';
import { textBlocks } from './text-blocks.js';
import { createWait } from './wait.js';

/** Who asks, and on behalf of which request. */
export interface Asker {
  userId: string;
  roles: readonly Role[];
  language: Language;
  origin: EventOrigin;
  log: Logger;
}

/** One message of a streamed answer: a piece of text, a place in the queue, or the whole answer, which is the last. */
export interface AnswerChunk {
  userId: string;
  delta: string | null;
  queuePosition: number | null;
  answer: AnswerRecord | null;
}

/** Answers learners' questions. */
export interface Answering {
  /**
   * The answer, stored. The same idempotency key gives the same answer, also while it is still being made.
   * @throws DomainError BAD_USER_INPUT, NOT_FOUND (the conversation, also when it is deleted meanwhile), CONFLICT (the key,
   * with another question), RATE_LIMITED (nothing is left of the quota), UNAUTHENTICATED (the account was deleted meanwhile)
   */
  ask(input: QuestionInput, asker: Asker): Promise<AnswerRecord>;
  /** The same as it comes about. Leaving before the end stops the model, unless somebody else waits for the answer. */
  stream(input: QuestionInput, asker: Asker): Promise<AsyncIterableIterator<AnswerChunk>>;
}

/** Milliseconds the model may take before quotations stand in for it. Who watches the text grow waits longer. */
export interface Patience {
  askMs: number;
  streamMs: number;
}

/** Creates Answering over one database. */
export function createAnswering(deps: {
  connection: Connection;
  /** What is asked of it for one question goes out together. */
  redis: Redis;
  models: Models;
  outbox: Outbox;
  askers: Pick<Askers, 'admit'>;
  mover: Pick<AnswerMover, 'bringIn' | 'take'>;
  composer: Composer;
  quotas: Pick<Quotas, 'takeQuestion' | 'takeGeneration'>;
  metrics: AnswerMetrics;
  patience: Patience;
}): Answering {
  const { composer, quotas, patience, redis } = deps;
  const answers = createAnswerStore(deps);
  const runs = createRuns<AnswerRecord, Progress>();
  const admissions = new Map<string, Promise<Spent>>();
  const checked = new LRUCache<string, Question>(rememberedText);

  return {
    async ask(input, asker) {
      const question = check(input, asker.language);
      const { share } = await begin(question, asker, patience.askMs, () => undefined);
      return share.result;
    },

    async stream(input, asker) {
      const question = check(input, asker.language);
      const chunk = chunkOf(asker.userId);
      const early: Progress[] = [];
      let hear = (progress: Progress): void => {
        early.push(progress);
      };
      const { share, spent } = await begin(question, asker, patience.streamMs, (progress) => hear(progress));
      // A question that is refused has no stream.
      await spent;
      return createChunkStream<AnswerChunk>(({ push, end, fail }) => {
        hear = (progress) =>
          push(
            progress.kind === 'delta' ? chunk({ delta: progress.text }) : chunk({ queuePosition: progress.position }),
          );
        for (const progress of early.splice(0)) hear(progress);
        share.result.then((answer) => {
          push(chunk({ answer }));
          end();
        }, fail);
        return share.leave;
      });
    },
  };

  /** What is asked again and again is looked at once. */
  function check(input: QuestionInput, language: Language): Question {
    const asked = JSON.stringify([input, language]);
    const before = checked.get(asked);
    if (before) return before;
    const question = checkQuestion(input, language);
    checked.set(asked, question);
    return question;
  }

  async function begin(question: Question, asker: Asker, patienceMs: number, listener: (progress: Progress) => void) {
    const stored = await answers.stored(question, asker.userId);
    if (stored) {
      for (const text of textBlocks(stored.text)) listener({ kind: 'delta', text });
      const share: Share<AnswerRecord> = { result: Promise.resolve(stored), leave: () => undefined };
      return { share, spent: null };
    }
    const turns = await answers.turnsOf(question.conversationId, asker.userId);
    const key = runKey(question, asker.userId);
    return sendTogether(redis, () => {
      const spent = admit(key, asker);
      // The answer waits for it, but may look up who asks first: a refusal that nobody hears by then would end the process.
      spent.catch(() => undefined);
      const share = runs.join(key, answer(question, turns, asker, { key, spent, patienceMs }), listener);
      return { share, spent };
    });
  }

  function answer(
    question: Question,
    turns: readonly AnswerRecord[],
    asker: Asker,
    { key, spent, patienceMs }: { key: string | null; spent: Promise<Spent>; patienceMs: number },
  ): Work<AnswerRecord, Progress> {
    const startedAt = performance.now();
    return async (tell, signal) => {
      const { userId, log } = asker;
      const wait = createWait(tell);
      try {
        const { timings, gap, withheld, ...composed } = await composer.compose(question, {
          userId,
          admitted: spent,
          history: turns.slice(-rememberedTurns).map(({ query, text }) => ({ query, text })),
          earlier: turns.map(earlierQuestion),
          takeGeneration: () => quotas.takeGeneration(asker),
          tell: wait.tell,
          patienceMs,
          signal,
          log,
        });
        signal.throwIfAborted();
        const _id = uuid();
        const record: AnswerRecord = {
          _id,
          userId,
          // A conversation is known by its first answer.
          conversationId: question.conversationId ?? _id,
          query: question.query,
          queryType: question.queryType,
          language: question.language,
          ...composed,
          ...(withheld && { withheld }),
          ...(gap && { gap }),
          latencyMs: Math.round(performance.now() - startedAt),
          createdAt: new Date(),
          helpful: null,
          comment: null,
          ...keyed(question),
        };
        return await answers.store(record, { ...timings, queueMs: wait.milliseconds() }, question, asker);
      } catch (error) {
        // Who leaves has had the work done; who was failed by us may ask again.
        const counted = await spent.catch(() => null);
        if (!signal.aborted) await counted?.giveBack();
        throw error;
      } finally {
        if (key !== null) admissions.delete(key);
      }
    };
  }

  /** Counts a question; nothing is made or told before. Whoever joins an answer under way is not counted. */
  function admit(key: string | null, asker: Asker): Promise<Spent> {
    if (key === null) return quotas.takeQuestion(asker, null);
    const admission = admissions.get(key) ?? quotas.takeQuestion(asker, key);
    admissions.set(key, admission);
    admission.catch(() => admissions.delete(key));
    return admission;
  }
}

/** Turns of a conversation that go into the next prompt. */
const rememberedTurns = 2;

function earlierQuestion({ query, mode, citations, followsUp, withheld }: AnswerRecord): EarlierQuestion {
  return {
    query,
    heading: citations[0]?.heading ?? null,
    followsUp: followsUp === true,
    wasFound: mode !== 'NONE_FOUND' || withheld === true,
  };
}

/** Asking again with the same key while the answer is being made joins it; another question under the key does not. */
function runKey(question: Question, userId: string): string | null {
  const { idempotencyKey, query, queryType, language, level, questId, conversationId } = question;
  if (idempotencyKey === null) return null;
  return createHash('sha256')
    .update(JSON.stringify([userId, idempotencyKey, query, queryType, language, level, questId, conversationId]))
    .digest('base64url');
}

function chunkOf(userId: string) {
  return (part: Partial<Omit<AnswerChunk, 'userId'>>): AnswerChunk => ({
    userId,
    delta: null,
    queuePosition: null,
    answer: null,
    ...part,
  });
}
