import { createEvent, createOutbox, type Outbox } from '@doctorpy/service-kit/events';
import { silentLogger } from '@doctorpy/service-kit/logging';
import { connectMongo, inTransaction, runMigrations } from '@doctorpy/service-kit/mongo';
import { createRedis, redisReady } from '@doctorpy/service-kit/redis';
import {
  startProcess,
  startTestRedis,
  type TestDatabase,
  type TestRedis,
  testDatabase,
  waitFor,
} from '@doctorpy/testkit';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Connection } from 'mongoose';
import { Registry } from 'prom-client';
import { v7 as uuid } from 'uuid';
import { migrations } from '../../src/migrations/index.js';
import type { AnswerRecord } from '../../src/models/answer.model.js';
import { createModels, type Models } from '../../src/models/index.js';
import { type AnswerMoverDeps, createAnswerMover } from '../../src/services/answering/answer-mover.js';
import { createAnswerStore } from '../../src/services/answering/answer-store.js';
import { createAnswers } from '../../src/services/answering/answers.js';
import { createConversations } from '../../src/services/answering/conversations.js';
import {
  createPendingAnswers,
  type PendingAnswer,
  type PendingAnswers,
} from '../../src/services/answering/pending-answers.js';
import { registerPendingAnswers } from '../../src/services/answering/pending-metrics.js';
import type { Question } from '../../src/services/answering/question.js';
import { createAskers } from '../../src/services/privacy/askers.js';
import { createQuestionsExport } from '../../src/services/privacy/questions-export.js';

const log = silentLogger();
const origin = { actorId: 'zoe', requestId: 'r', traceparent: null };
let database: TestDatabase;
let server: TestRedis;
let connection: Connection;
let models: Models;
const closing: (() => unknown)[] = [];

beforeAll(async () => {
  database = await testDatabase();
  server = await startTestRedis({ appendOnly: false });
  connection = await connectMongo({ url: database.url, database: database.database, log });
  await runMigrations(connection, migrations, log);
  models = createModels(connection);
}, 60_000);
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
  await server.flush();
});
afterAll(async () => {
  await connection.close();
  await server.stop();
  await database.drop();
});

/** What one replica has. Nothing moves by itself before it starts. */
async function replica(changes: Partial<AnswerMoverDeps> & { redisUrl?: string } = {}) {
  const redis = createRedis({ url: changes.redisUrl ?? server.url, name: 'replica', log });
  closing.push(() => redis.disconnect());
  if (!changes.redisUrl) await redisReady(redis);
  const outbox = createOutbox({ connection, producer: 'rag' });
  const askers = createAskers(models);
  const pending = createPendingAnswers({ redis, log });
  const mover = createAnswerMover({ connection, models, outbox, askers, pending, log, abandonedMs: 0, ...changes });
  const metrics = { given: () => undefined, refused: () => undefined };
  return {
    redis,
    pending,
    mover,
    askers,
    store: createAnswerStore({ connection, models, outbox, askers, mover, metrics }),
    answers: createAnswers({ models, mover }),
    conversations: createConversations({ connection, models, askers, mover }),
    questionsExport: createQuestionsExport({ models, mover }),
  };
}

const question: Question = {
  query: 'comment trier une liste',
  queryType: 'CONCEPT',
  conversationId: null,
  questId: null,
  level: null,
  language: 'fr',
  idempotencyKey: null,
};

function answerFor(userId: string, changes: Partial<AnswerRecord> = {}): AnswerRecord {
  const _id = uuid();
  const { query, queryType, language } = question;
  const now = { createdAt: new Date(), latencyMs: 1, helpful: null, comment: null };
  const composed = { text: 'Avec `sorted`.', mode: 'EXTRACTIVE', model: null, citations: [], fromCache: true } as const;
  return {
    _id,
    userId,
    conversationId: _id,
    query,
    queryType,
    language,
    ...composed,
    citations: [],
    ...now,
    ...changes,
  };
}

/** As `ask` does with an answer that others were given before. */
async function give({ store }: Pick<Replica, 'store'>, userId: string, asked: Partial<Question> = {}) {
  const timings = { retrievalMs: null, generationMs: null, queueMs: null };
  const { idempotencyKey } = asked;
  const record = answerFor(userId, idempotencyKey ? { idempotencyKey } : {});
  return store.store(record, timings, { ...question, ...asked }, { userId, origin, log });
}

type Replica = Awaited<ReturnType<typeof replica>>;

const isStored = async (id: string) => (await models.answers.exists({ _id: id })) !== null;
const eventsOf = (id: string) =>
  connection.collection('outbox').countDocuments({ name: 'RAG_QUERY_PROCESSED', 'payload.answerId': id });
const bring = ({ mover }: Replica, { _id }: AnswerRecord) => mover.bringIn({ ids: [_id] });

describe('an answer that others were given before', () => {
  it('is given before it is in the database, and is there soon, told of once', async () => {
    const one = await replica();
    const given = await give(one, 'ada');
    expect(await isStored(given._id)).toBe(false);
    one.mover.start();
    closing.unshift(() => one.mover.stop());
    await waitFor(() => isStored(given._id), { what: 'the answer is stored' });
    expect(await models.answers.findById(given._id).lean()).toEqual(given);
    expect(await eventsOf(given._id)).toBe(1);
    await waitFor(async () => (await one.pending.waiting()).count === 0, { what: 'nothing waits' });
  });

  it('can be read at once by every replica: by its id, in the history, among the conversations, in an export', async () => {
    const [one, other] = [await replica(), await replica()];
    const byId = await give(one, 'lire-1');
    expect(await other.answers.byIds([byId._id, 'unknown'])).toEqual([byId, null]);
    const listed = await give(one, 'lire-2');
    const page = await other.answers.page('lire-2', { first: 5, after: null });
    expect(page).toMatchObject({ totalCount: 1, edges: [{ node: { _id: listed._id } }] });
    const grouped = await give(one, 'lire-3');
    const conversations = await other.conversations.page('lire-3', { first: 5, after: null });
    expect(conversations.edges).toMatchObject([{ node: { id: grouped.conversationId, answerCount: 1 } }]);
    const exported = await give(one, 'lire-4');
    const { questions } = await other.questionsExport.of('lire-4', null);
    expect(questions).toMatchObject({ items: [{ id: exported._id, query: question.query }] });
  });

  it('can be rated and gone on from at once, also in another replica', async () => {
    const [one, other] = [await replica(), await replica()];
    const given = await give(one, 'suite');
    const rated = await other.answers.rate({ answerId: given._id, helpful: true, comment: null }, 'suite');
    expect(rated).toMatchObject({ _id: given._id, helpful: true });
    const next = await give(one, 'suite-2');
    expect(await other.store.turnsOf(next.conversationId, 'suite-2')).toEqual([next]);
    await expect(other.store.turnsOf(next.conversationId, 'suite')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('is stored and told of once when two replicas bring it in at the same time, with others', async () => {
    const [one, other] = [await replica(), await replica()];
    const given = await Promise.all(['a', 'b', 'a', 'c', 'a'].map((user) => give(one, `course-${user}`)));
    await Promise.all([one, other, one, other].map((each) => each.mover.bringIn({ ids: given.map(({ _id }) => _id) })));
    for (const { _id } of given) expect([await isStored(_id), await eventsOf(_id)]).toEqual([true, 1]);
  });

  it('is brought in once for all who read at the same moment', async () => {
    const { appendLate, written } = createOutbox({ connection, producer: 'rag' });
    let transactions = 0;
    const counting: Pick<Outbox, 'appendLate' | 'written'> = {
      appendLate,
      written(session, ids) {
        transactions += 1;
        return written(session, ids);
      },
    };
    const one = await replica({ outbox: counting });
    const users = Array.from({ length: 20 }, (_, number) => `foule-${number}`);
    await Promise.all(users.map((user) => give(one, user)));
    const pages = await Promise.all(users.map((user) => one.answers.page(user, { first: 5, after: null })));
    expect(pages.map(({ totalCount }) => totalCount)).toEqual(users.map(() => 1));
    expect(transactions).toBe(1);
  });

  it('is brought in by another replica when the one that gave it was killed', async () => {
    const record = answerFor('tuee');
    const { _id: answerId, userId, queryType, mode, fromCache, latencyMs } = record;
    const payload = { userId, answerId, queryType, mode, fromCache, latencyMs };
    const doomed = await startProcess({
      script: 'subgraphs/rag/test/integration/processes/doomed-answerer.ts',
      args: [server.url, JSON.stringify({ record, told: { payload, origin } } satisfies PendingAnswer)],
    });
    await doomed.waitForOutput(/^given/m);
    await doomed.kill();
    const next = await replica();
    next.mover.start();
    closing.unshift(() => next.mover.stop());
    await waitFor(() => isStored(answerId), { what: 'the answer is stored' });
    expect(await models.answers.findById(answerId).lean()).toEqual(record);
    expect(await eventsOf(answerId)).toBe(1);
    const event = await connection.collection('outbox').findOne({ 'payload.answerId': answerId });
    expect(event).toMatchObject({ actorId: 'zoe', occurredAt: record.createdAt.toISOString(), payload });
  });

  it('is not told of again after a crash between storing it and forgetting it, nor stored when it was deleted since', async () => {
    const one = await replica();
    const given = await give(one, 'deux-fois');
    const held = await one.redis.hgetall('rag:{pending}:answers');
    await bring(one, given);
    await one.redis.hset('rag:{pending}:answers', held);
    const next = await replica();
    expect(await next.conversations.remove('deux-fois', given.conversationId)).toBe(true);
    await one.redis.hset('rag:{pending}:answers', held);
    await bring(next, given);
    expect([await isStored(given._id), await eventsOf(given._id)]).toEqual([false, 1]);
    expect((await next.pending.waiting()).count).toBe(0);
  });

  it('survives a Redis that loses everything: who gave it has it still', async () => {
    const one = await replica();
    const given = await give(one, 'redis-perdu');
    await server.flush();
    await one.mover.stop();
    expect([await isStored(given._id), await eventsOf(given._id)]).toEqual([true, 1]);
  });

  it('is brought in when its replica stops', async () => {
    const one = await replica();
    one.mover.start();
    const given = await give(one, 'au-revoir');
    await one.mover.stop();
    expect(await isStored(given._id)).toBe(true);
  });
});

describe('what is held until it is stored', () => {
  it('goes with the account, whichever comes first, and nothing of it is left', async () => {
    const [one, other] = [await replica(), await replica()];
    const leave = async (userId: string) => {
      const event = createEvent('USER_DELETED', { userId }, origin);
      await inTransaction(connection, async (session) => other.askers.handlers.USER_DELETED?.(event, session, log));
    };
    const early = await give(one, 'partie-1');
    await bring(one, early);
    await leave('partie-1');
    expect(await isStored(early._id)).toBe(false);
    const late = await give(one, 'partie-2');
    await leave('partie-2');
    await bring(other, late);
    expect([await isStored(late._id), await eventsOf(late._id)]).toEqual([false, 0]);
    expect(await one.redis.exists('rag:{pending}:answers')).toBe(0);
    // The replica that gave it holds it still, and drops it too.
    await one.mover.stop();
    expect(await isStored(late._id)).toBe(false);
  });

  it('goes with its conversation, after it was told of', async () => {
    const one = await replica();
    const given = await give(one, 'effacee');
    expect(await one.conversations.remove('effacee', given.conversationId)).toBe(true);
    expect([await isStored(given._id), await eventsOf(given._id)]).toEqual([false, 1]);
    expect(await one.conversations.remove('effacee', given.conversationId)).toBe(false);
  });

  it('ends by itself in a Redis that no rag comes back to, before it is forgotten what was stored', async () => {
    const one = await replica();
    await give(one, 'fin');
    const seconds = await one.redis.ttl('rag:{pending}:answers');
    expect(seconds).toBeGreaterThan(0);
    expect(seconds).toBeLessThanOrEqual(3 * 86_400);
  });

  it('ends by itself also when Redis lost what it held while a rag held answers', async () => {
    const one = await replica();
    await give(one, 'avant');
    await server.flush();
    await give(one, 'ensuite');
    expect(await one.redis.ttl('rag:{pending}:answers')).toBeGreaterThan(0);
  });

  it('is counted for operators, with its age', async () => {
    const one = await replica();
    const registry = new Registry();
    registerPendingAnswers(registry, one.pending);
    expect(await registry.metrics()).toContain('rag_pending_answers 0');
    await give(one, 'comptee');
    const text = await registry.metrics();
    expect(text).toContain('rag_pending_answers 1');
    expect(text).toMatch(/rag_pending_answers_oldest_seconds \d/);
  });
});

describe('an answer is stored before it is given', () => {
  it('when it has a key or goes on a conversation, which promise to hold', async () => {
    const one = await replica();
    const keyed = await give(one, 'cle', { idempotencyKey: 'k1' });
    expect([await isStored(keyed._id), await eventsOf(keyed._id)]).toEqual([true, 1]);
    expect((await give(one, 'cle', { idempotencyKey: 'k1' }))._id).toBe(keyed._id);
    expect((await one.pending.waiting()).count).toBe(0);
  });

  it('when Redis is away', async () => {
    const one = await replica({ redisUrl: 'redis://127.0.0.1:9' });
    const given = await give(one, 'sans-redis');
    expect([await isStored(given._id), await eventsOf(given._id)]).toEqual([true, 1]);
    expect((await one.answers.byIds([given._id]))[0]).toEqual(given);
  });

  it('when Redis refused the one before, which its replica brings in nevertheless', async () => {
    const one = await replica();
    await bring(one, await give(one, 'avant-le-refus'));
    await one.redis.set('rag:{pending}:answers', 'of another type');
    try {
      const unnoticed = await give(one, 'refusee');
      await waitFor(async () => isStored((await give(one, 'apres-le-refus'))._id), {
        what: 'answers are stored first',
      });
      one.mover.start();
      closing.unshift(() => one.mover.stop());
      await waitFor(() => isStored(unnoticed._id), { what: 'the refused answer is stored' });
      expect(await eventsOf(unnoticed._id)).toBe(1);
    } finally {
      await one.redis.del('rag:{pending}:answers');
    }
  });

  it('when answers cannot be brought in at the moment; one that never can does not hold up the others', async () => {
    const outbox = createOutbox({ connection, producer: 'rag' });
    const refused = new Set<string>();
    const failing: Pick<Outbox, 'appendLate' | 'written'> = {
      written: outbox.written,
      async appendLate(session, events) {
        if (events.some(({ id }) => refused.has(id))) throw new Error('injected');
        return outbox.appendLate(session, events);
      },
    };
    const one = await replica({ outbox: failing });
    const [bad, good] = [await give(one, 'empechee'), await give(one, 'bonne')];
    refused.add(bad._id);
    await expect(bring(one, bad)).rejects.toThrow('injected');
    expect([await isStored(bad._id), await isStored(good._id)]).toEqual([false, true]);
    const meanwhile = await give(one, 'entre-temps');
    expect(await isStored(meanwhile._id)).toBe(true);
    refused.clear();
    await bring(one, bad);
    expect([await isStored(bad._id), await eventsOf(bad._id)]).toEqual([true, 1]);
  });

  it('when its way through Redis is not known to have worked, and somebody else has stored it meanwhile', async () => {
    const other = await replica();
    const lost: PendingAnswers = {
      ...other.pending,
      async add(answer) {
        await other.pending.add(answer);
        await bring(other, answer.record);
        return false;
      },
    };
    const one = await replica({ pending: lost });
    const given = await give(one, 'sans-reponse');
    expect([await isStored(given._id), await eventsOf(given._id)]).toEqual([true, 1]);
  });
});

describe('answers that can never be stored', () => {
  const refusing = (refused: ReadonlySet<string>): Pick<Outbox, 'appendLate' | 'written'> => {
    const { appendLate, written } = createOutbox({ connection, producer: 'rag' });
    return {
      written,
      async appendLate(session, events) {
        if (events.some(({ id }) => refused.has(id))) throw new Error('injected');
        return appendLate(session, events);
      },
    };
  };

  it('hold up nobody else, who reads their own meanwhile, however many they are', async () => {
    const refused = new Set<string>();
    const one = await replica({ outbox: refusing(refused) });
    for (let count = 0; count < 201; count++) refused.add((await give(one, `jamais-${count}`))._id);
    const good = await give(one, 'patiente');
    const page = await one.answers.page('patiente', { first: 5, after: null });
    expect(page.edges).toMatchObject([{ node: { _id: good._id } }]);
    expect((await one.pending.waiting()).count).toBe(201);
    // Whoever is meant by what cannot be stored is not told that there is nothing.
    await expect(one.answers.page('jamais-7', { first: 5, after: null })).rejects.toThrow('injected');
  }, 60_000);

  it('since nobody can read them, are left where they are', async () => {
    const one = await replica();
    const given = await give(one, 'lisible');
    const other = await replica();
    await one.redis.hset('rag:{pending}:answers', `00000000-0000-7000-8000-000000000000:illisible`, '{"record":');
    expect(await other.answers.byIds([given._id])).toEqual([given]);
  });
});
