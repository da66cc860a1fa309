import type { LateEvent, Outbox } from '@doctorpy/service-kit/events';
import type { Logger } from '@doctorpy/service-kit/logging';
import { insertRecords, inTransaction, isMongoAway } from '@doctorpy/service-kit/mongo';
import { createRounds } from '@doctorpy/service-kit/rounds';
import type { ClientSession, Connection } from 'mongoose';
import type { Models } from '../../models/index.js';
import type { Askers } from '../privacy/askers.js';
import type { PendingAnswer, PendingAnswers, Whose } from './pending-answers.js';

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
   * @throws why one of them cannot be stored
   */
  bringIn(whose: Whose): Promise<boolean>;
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
  let lastTurn: Promise<unknown> = Promise.resolve();
  const rounds = createRounds({
    round: moveInTurn,
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
      // Whoever had the turn before may have brought them.
      const stuck = await inTurn(async () => ((await pending.has(whose)) ? moveAll(0) : []));
      const theirs = stuck.find(({ answer }) => isOf(whose, answer));
      if (theirs) throw theirs.problem;
      return true;
    },
    start: rounds.start,
    async stop() {
      await rounds.stop();
      await moveInTurn().catch((err: unknown) => log.warn({ err }, 'answer_mover.failed'));
    },
  };

  async function moveInTurn(): Promise<void> {
    const [first] = await inTurn(() => moveAll(abandonedMs));
    if (first) throw first.problem;
  }

  /** One after the other: transactions with the same answers would only collide. */
  function inTurn<T>(move: () => Promise<T>): Promise<T> {
    const turn = lastTurn.then(move);
    lastTurn = turn.catch(() => undefined);
    return turn;
  }

  /** Those that cannot be stored hold up no others. @throws what keeps all from being stored */
  async function moveAll(othersFromMs: number): Promise<Stuck[]> {
    const stuck: Stuck[] = [];
    try {
      for (let hasMore = true; hasMore; ) {
        const except = stuck.map(({ answer }) => answer);
        const answers = await pending.oldest(batch, { abandonedMs: othersFromMs, except });
        stuck.push(...(await store(answers)));
        const stored = answers.filter((answer) => stuck.every((other) => other.answer !== answer));
        // What could not be removed would be found again.
        hasMore = (await pending.remove(stored)) && answers.length === batch;
      }
      failing = stuck.length > 0;
      return stuck;
    } catch (error) {
      failing = true;
      throw error;
    }
  }

  /** Gives those that cannot be stored. */
  async function store(answers: readonly PendingAnswer[]): Promise<Stuck[]> {
    if (answers.length === 0) return [];
    try {
      await inTransaction(connection, (session) => storeAndTell(session, answers));
      return [];
    } catch (problem) {
      if (isMongoAway(problem)) throw problem;
      const [answer, ...others] = answers;
      if (answer && others.length === 0) return [{ answer, problem }];
      const stuck: Stuck[] = [];
      for (const one of answers) stuck.push(...(await store([one])));
      return stuck;
    }
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

/** An answer that cannot be stored, and why. */
interface Stuck {
  answer: PendingAnswer;
  problem: unknown;
}

function isOf(whose: Whose, { record }: PendingAnswer): boolean {
  return 'userId' in whose ? record.userId === whose.userId : whose.ids.includes(record._id);
}

function idOf({ record }: PendingAnswer): string {
  return record._id;
}

/** The event of an answer: its id is the answer's, so that there is one. */
export function eventOf({ record, told }: PendingAnswer): LateEvent<'RAG_QUERY_PROCESSED'> {
  return { name: 'RAG_QUERY_PROCESSED', id: record._id, occurredAt: record.createdAt, ...told };
}
