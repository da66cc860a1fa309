import type { LateEvent, Outbox } from '@doctorpy/service-kit/events';
import type { Logger } from '@doctorpy/service-kit/logging';
import { insertRecords, inTransaction, isMongoAway } from '@doctorpy/service-kit/mongo';
import { createRounds } from '@doctorpy/service-kit/rounds';
import type { ClientSession, Connection } from 'mongoose';
import type { Models } from '../../models/index.js';
import type { Askers } from '../privacy/askers.js';
import type { PendingAnswer, PendingAnswers } from './pending-answers.js';

/**
 * Brings pending answers into the database, many in one transaction, each with its event. Any number of replicas do so: what
 * an event was written for is neither stored nor told of again, also when it was deleted since.
 */
export interface AnswerMover {
  /** Holds an answer and gives it to the next round; false when it has to be stored at once instead. */
  take(answer: PendingAnswer): Promise<boolean>;
  /**
   * To be called before somebody's answers are read or deleted: all that were given are in the database then.
   * @returns whether any had to be brought
   */
  bringIn(whose: { userId: string } | { ids: readonly string[] }): Promise<boolean>;
  /** Looks for answers four times a second, until `stop`. */
  start(): void;
  /** Brings in what this process holds. What cannot be brought in waits for another one. */
  stop(): Promise<void>;
}

/** What a mover works with. */
export interface AnswerMoverDeps {
  connection: Connection;
  models: Pick<Models, 'answers'>;
  outbox: Pick<Outbox, 'appendLate' | 'written'>;
  askers: Pick<Askers, 'refusedOf'>;
  pending: PendingAnswers;
  log: Logger;
  /** Milliseconds after which an answer is taken over from the replica that gave it. @default 5000 */
  abandonedMs?: number;
}

const pollMs = 250;

/** Answers in one transaction: some megabytes at most. */
const batch = 200;

/** Answers that one process holds: those beyond are stored at once, which slows learners down to what the database takes. */
const mostHeld = 1000;

/** Creates an AnswerMover. */
export function createAnswerMover(deps: AnswerMoverDeps): AnswerMover {
  const { connection, models, outbox, askers, pending, log, abandonedMs = 5000 } = deps;
  let failing = false;
  const rounds = createRounds({
    round: () => moveAll(abandonedMs),
    pollMs,
    onFailure: (err) => log.warn({ err }, 'answer_mover.failed'),
    onRecovery: () => log.info({}, 'answer_mover.recovered'),
  });

  return {
    async take(answer) {
      return !failing && pending.ownCount() < mostHeld && (await pending.add(answer));
    },
    async bringIn(whose) {
      if (!(await pending.has(whose))) return false;
      await moveAll(0);
      return true;
    },
    start: rounds.start,
    async stop() {
      await rounds.stop();
      await moveAll(abandonedMs).catch((err: unknown) => log.warn({ err }, 'answer_mover.failed'));
    },
  };

  async function moveAll(othersFromMs: number): Promise<void> {
    try {
      for (let hasMore = true; hasMore; ) {
        const answers = await pending.oldest(batch, { abandonedMs: othersFromMs });
        // What could not be removed would be found again.
        hasMore = (await moveTogether(answers)) && answers.length === batch;
      }
      failing = false;
    } catch (error) {
      failing = true;
      throw error;
    }
  }

  /** False when they are stored and could not be removed. */
  async function moveTogether(answers: readonly PendingAnswer[]): Promise<boolean> {
    if (answers.length === 0) return true;
    try {
      await inTransaction(connection, (session) => storeAndTell(session, answers));
    } catch (error) {
      if (answers.length === 1 || isMongoAway(error)) throw error;
      // One that cannot be stored does not hold up the others.
      return moveEach(answers);
    }
    return pending.remove(answers);
  }

  async function moveEach(answers: readonly PendingAnswer[]): Promise<boolean> {
    const problems: unknown[] = [];
    let removed = true;
    for (const answer of answers) {
      try {
        removed = (await moveTogether([answer])) && removed;
      } catch (error) {
        problems.push(error);
      }
    }
    if (problems.length > 0) throw problems[0];
    return removed;
  }

  async function storeAndTell(session: ClientSession, answers: readonly PendingAnswer[]): Promise<void> {
    const before = new Set(await outbox.written(session, answers.map(idOf)));
    const fresh = answers.filter((answer) => !before.has(idOf(answer)));
    if (fresh.length === 0) return;
    const refused = await askers.refusedOf(
      session,
      fresh.map(({ record }) => record.userId),
    );
    const kept = fresh.filter(({ record }) => !refused.has(record.userId));
    await insertRecords(
      session,
      models.answers,
      kept.map(({ record }) => record),
    );
    await outbox.appendLate(session, kept.map(eventOf));
  }
}

function idOf({ record }: PendingAnswer): string {
  return record._id;
}

/** The event of an answer: its id is the answer's, so that there is one. */
export function eventOf({ record, told }: PendingAnswer): LateEvent<'RAG_QUERY_PROCESSED'> {
  return { name: 'RAG_QUERY_PROCESSED', id: record._id, occurredAt: record.createdAt, ...told };
}
