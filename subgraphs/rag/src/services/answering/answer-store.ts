import type { EventOrigin, Outbox } from '@doctorpy/service-kit/events';
import type { Logger } from '@doctorpy/service-kit/logging';
import { insertRecords, inTransaction, isDuplicateKey } from '@doctorpy/service-kit/mongo';
import type { Connection } from 'mongoose';
import { accountGone, conversationNotFound, idempotencyKeyReused } from '../../errors.js';
import type { AnswerRecord } from '../../models/answer.model.js';
import type { Models } from '../../models/index.js';
import type { Askers } from '../privacy/askers.js';
import type { AnswerMetrics } from './answer-metrics.js';
import { type AnswerMover, eventOf } from './answer-mover.js';
import type { Timings } from './composed-answer.js';
import type { PendingAnswer } from './pending-answers.js';
import type { Question } from './question.js';

/** Keeps answers, once for each idempotency key, and finds them again. */
export interface AnswerStore {
  /**
   * Stores an answer and tells of it; gives the one that another replica stored under the same key meanwhile. One that others
   * were given before, without a key or a conversation, is on its way into the database when this returns.
   * @throws DomainError UNAUTHENTICATED (the account was deleted), NOT_FOUND (the conversation was), CONFLICT (the key has
   * served for another question)
   */
  store(
    record: AnswerRecord,
    timings: Timings & { queueMs: number | null },
    question: Question,
    teller: Teller,
  ): Promise<AnswerRecord>;
  /** The answer under the question's key; null when there is none. @throws DomainError CONFLICT, for another question's */
  stored(question: Question, userId: string): Promise<AnswerRecord | null>;
  /**
   * The last turns of a conversation, oldest first; none without one.
   * @throws DomainError NOT_FOUND when the user has no such conversation
   */
  turnsOf(conversationId: string | null, userId: string): Promise<AnswerRecord[]>;
}

/** Whose answer it is, and on behalf of which request it is stored. */
export interface Teller {
  userId: string;
  origin: EventOrigin;
  log: Logger;
}

/** Creates an AnswerStore over one database. */
export function createAnswerStore(deps: {
  connection: Connection;
  models: Models;
  outbox: Outbox;
  askers: Pick<Askers, 'admit'>;
  mover: Pick<AnswerMover, 'bringIn' | 'take'>;
  metrics: AnswerMetrics;
}): AnswerStore {
  const { connection, models, outbox, askers, mover, metrics } = deps;
  return { store, stored, turnsOf };

  async function store(
    record: AnswerRecord,
    timings: Timings & { queueMs: number | null },
    question: Question,
    { userId, origin, log }: Teller,
  ): Promise<AnswerRecord> {
    const { _id: answerId, queryType, mode, fromCache, latencyMs } = record;
    const measured = inMilliseconds(timings);
    const payload = { userId, answerId, queryType, mode, fromCache, latencyMs, ...measured };
    const answer = { record, told: { payload, origin } };
    if (!(mayWait(record, question) && (await mover.take(answer)))) {
      try {
        await storeNow(answer, question);
      } catch (error) {
        // Another replica answered the same key meanwhile: its answer is the one.
        const other = isDuplicateKey(error) ? await stored(question, userId) : null;
        if (other) return other;
        // A Redis that hung may have taken it all the same, and somebody has brought it in since.
        if (!isDuplicateKey(error) || !(await models.answers.exists({ _id: answerId }))) throw error;
      }
    }
    log.info({ answerId, queryType, mode, fromCache, latencyMs, ...measured }, 'answer.given');
    metrics.given(record, timings);
    return record;
  }

  function storeNow(answer: PendingAnswer, { conversationId }: Question): Promise<void> {
    const { record } = answer;
    const { userId } = record;
    return inTransaction(connection, async (session) => {
      if (!(await askers.admit(session, userId))) throw accountGone();
      // Deleting a conversation touches the asker as well: an answer under way does not bring it back.
      if (conversationId !== null && !(await models.answers.exists({ userId, conversationId }).session(session))) {
        throw conversationNotFound();
      }
      await insertRecords(session, models.answers, [record]);
      await outbox.appendLate(session, [eventOf(answer)]);
    });
  }

  async function stored(question: Question, userId: string): Promise<AnswerRecord | null> {
    const { idempotencyKey } = question;
    if (idempotencyKey === null) return null;
    const answer = await models.answers.findOne({ userId, idempotencyKey }).lean();
    if (answer && !isAnswerTo(question, answer)) throw idempotencyKeyReused();
    return answer;
  }

  async function turnsOf(conversationId: string | null, userId: string): Promise<AnswerRecord[]> {
    if (conversationId === null) return [];
    await mover.bringIn({ userId });
    const answers = await models.answers
      .find({ userId, conversationId })
      .sort({ _id: -1 })
      .limit(understoodTurns)
      .lean<AnswerRecord[]>();
    if (answers.length === 0) throw conversationNotFound();
    return answers.reverse();
  }
}

/** What a record needs so that its key stands for this question; nothing for a question without one. */
export function keyed({
  idempotencyKey,
  level,
  questId,
}: Question): Pick<AnswerRecord, 'idempotencyKey' | 'level' | 'questId'> {
  return idempotencyKey === null ? {} : { idempotencyKey, level, questId };
}

/** What others were given can be had again at once; a key, and a conversation, promise to hold whatever happens. */
function mayWait({ fromCache }: AnswerRecord, { idempotencyKey, conversationId }: Question): boolean {
  return fromCache && idempotencyKey === null && conversationId === null;
}

/** Turns of a conversation from which a question is completed. */
const understoodTurns = 8;

function inMilliseconds({ retrievalMs, generationMs, queueMs }: Timings & { queueMs: number | null }) {
  const whole = (value: number | null) => (value === null ? null : Math.round(value));
  return { retrievalMs: whole(retrievalMs), generationMs: whole(generationMs), queueMs: whole(queueMs) };
}

/**
 * A key stands for one question: what was asked, how, in which language, at which level and about which quest,
 * and in the conversation it named, if any.
 */
function isAnswerTo(question: Question, stored: AnswerRecord): boolean {
  return (
    stored.query === question.query &&
    stored.queryType === question.queryType &&
    stored.language === question.language &&
    (stored.level === undefined || stored.level === question.level) &&
    (stored.questId === undefined || stored.questId === question.questId) &&
    (question.conversationId === null || stored.conversationId === question.conversationId)
  );
}
