import {
  createServer as createQuestServer,
  migrations as questMigrations,
  readEnv as readQuestEnv,
} from '@doctorpy/quest';
import { createOutbox } from '@doctorpy/service-kit/events';
import { silentLogger } from '@doctorpy/service-kit/logging';
import { connectMongo, runMigrations } from '@doctorpy/service-kit/mongo';
import { createRedis, redisReady } from '@doctorpy/service-kit/redis';
import { signRequest } from '@doctorpy/service-kit/trust';
import { freePort, testDatabase, waitFor } from '@doctorpy/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Connection } from 'mongoose';
import { createExplanations } from '../../src/services/explanations/explanations.js';
import { createQuestSource, type QuestSource } from '../../src/services/explanations/quest-source.js';
import { createIndexing } from '../../src/services/indexing/indexing.js';
import { createAskQuest } from '../../src/services/quest-calls.js';
import { createLexicalEngine } from '../../src/services/retrieval/lexical-engine.js';
import { vocabulary } from '../lesson-passages.js';
import { ask } from './ask.js';
import { learner, type RagEnvironment, ragEnvironment } from './environment.js';

let rag: RagEnvironment;
let quest: Awaited<ReturnType<typeof questWithOneQuest>>;
beforeAll(async () => {
  const port = await freePort();
  rag = await ragEnvironment({ QUEST_URL: `http://127.0.0.1:${port}/graphql` });
  quest = await questWithOneQuest(port);
});
afterAll(async () => {
  await quest.close();
  await rag.close();
});

const content = (explanation: string) => ({
  id: 'animaux_101',
  version: 1,
  title: 'Les animaux',
  summary: 'Compter les animaux.',
  category: 'python_basics',
  difficulty: 'BEGINNER',
  questions: [
    {
      key: 'q1',
      type: 'code',
      prompt: 'Comptez les `ratons`.\n\nTous.',
      explanation,
      accepted: ['ratons = 7'],
      en: { explanation: 'Seven raccoons.' },
    },
    {
      key: 'q2',
      type: 'code',
      prompt: 'Et les loups ?',
      explanation: 'Il y a deux loups, donc `loups = 2`.',
      accepted: ['loups = 2'],
    },
  ],
});

/** The real quest service with one published quest; publishing is what authors' drafts end in. */
async function questWithOneQuest(port: number) {
  const log = silentLogger();
  const { url, database, drop } = await testDatabase();
  const connection = await connectMongo({ url, database, log });
  await runMigrations(connection, questMigrations, log);
  const [redis, subscriber] = [1, 2].map((nth) =>
    createRedis({ url: rag.server.url, name: `quest-${nth}`, log, ...(nth === 2 && { role: 'subscriber' as const }) }),
  );
  if (!redis || !subscriber) throw new Error('two connections were asked for');
  await redisReady(redis);
  const env = readQuestEnv({
    NODE_ENV: 'test',
    DATABASE_URL: url,
    REDIS_URL: rag.server.url,
    SECRET_KEY: rag.secretKey,
    QUEST_PORT: String(port),
    OPS_PORT: '0',
  });
  const away = () => Promise.reject(new Error('no grader'));
  const grader = { grade: away, run: away, check: away, ready: async () => false };
  const server = await createQuestServer({ env, connection, redis, subscriber, grader, log });
  await store(connection, 'Il y a sept ratons, donc `ratons = 7`.');
  await server.listen();
  return {
    connection,
    url: `http://127.0.0.1:${port}`,
    async publish(explanation: string, version: number) {
      await store(connection, explanation, version);
      const outbox = createOutbox({ connection, producer: 'quest' });
      const origin = { actorId: null, requestId: null, traceparent: null };
      await connection.transaction((session) =>
        outbox.append(session, 'QUEST_PUBLISHED', { questId: 'animaux_101', version }, origin),
      );
    },
    async close() {
      await server.close();
      redis.disconnect();
      subscriber.disconnect();
      await connection.close();
      await drop();
    },
  };
}

async function store(connection: Connection, explanation: string, version = 1): Promise<void> {
  const record = { version, hash: explanation, category: 'python_basics', difficulty: 'BEGINNER', position: 0 };
  await connection
    .collection<{ _id: string }>('quests')
    .replaceOne({ _id: 'animaux_101' }, { ...record, searchText: '', content: content(explanation) }, { upsert: true });
}

const stored = () =>
  rag.models.passages.find({ documentId: 'explanation:animaux_101:fr' }).sort({ position: 1 }).lean();

describe('the explanations of quests', () => {
  it('are indexed once quest can be asked, each under its question, in the languages they are written in', async () => {
    const passages = await waitFor(async () => (await stored()).length === 2 && stored(), {
      what: 'explanations are indexed',
    });
    expect(passages).toMatchObject([
      {
        title: 'Explications : Les animaux',
        headings: ['Comptez les ratons.'],
        text: 'Il y a sept ratons, donc `ratons = 7`.',
        kind: 'explanation',
        questionId: 'animaux_101:q1',
      },
      { headings: ['Et les loups ?'], questionId: 'animaux_101:q2' },
    ]);
    const english = await rag.models.passages.find({ documentId: 'explanation:animaux_101:en' }).lean();
    expect(english).toMatchObject([{ text: 'Seven raccoons.', language: 'en', questionId: 'animaux_101:q1' }]);
  });

  it('reach nobody who is not known to have the question behind them: not searches, lists, lessons or answers', async () => {
    const search = 'query ($query: String!) { searchPassages(query: $query, first: 50) { text document { id } } }';
    for (const query of ['sept ratons', 'ratons = 7', 'Comptez les ratons', 'loups', 'Seven raccoons']) {
      const { data } = await rag.client.execute(search, { query }, learner);
      expect(JSON.stringify(data)).not.toMatch(/ratons = 7|loups = 2|raccoons|explanation:/);
      const { text, citations } = await ask(rag.client, learner, { query });
      expect(JSON.stringify({ text, citations })).not.toMatch(/sept ratons|loups = 2|Seven raccoons|explanation:/);
    }
    const { data } = await rag.client.execute('{ documents(first: 100) { edges { node { id } } } }', {}, learner);
    expect(JSON.stringify(data)).toContain('lesson:');
    expect(JSON.stringify(data)).not.toContain('explanation:');
    const of = [{ __typename: 'Concept', id: '../explanation:animaux_101:fr' }];
    const lessons = 'query ($of: [_Any!]!) { _entities(representations: $of) { ... on Concept { lesson { text } } } }';
    expect((await rag.client.execute(lessons, { of }, learner)).data._entities).toEqual([{ lesson: null }]);
  });

  it('are found for those who have', async () => {
    const passages = (await rag.models.passages.find().lean()).map(({ _id, ...passage }) => ({ id: _id, ...passage }));
    const engine = createLexicalEngine({ passages, version: 1, vocabulary: await vocabulary() });
    const found = (settledQuestions?: string[]) =>
      engine
        .search('ratons', { limit: 5, filters: { settledQuestions }, nearest: true })
        .hits.map(({ passage }) => passage.questionId);
    expect(found(['animaux_101:q1'])).toContain('animaux_101:q1');
    expect(found(['animaux_101:q2'])).not.toContain('animaux_101:q1');
    expect(found()).not.toContain('animaux_101:q1');
  });

  it('follow a publication', async () => {
    await quest.publish('Il y a huit ratons, donc `ratons = 8`.', 2);
    await waitFor(async () => (await stored())[0]?.text.includes('ratons = 8'), {
      what: 'the new explanation is indexed',
    });
  });

  it('are not brought back by who read them before a publication', async () => {
    const { connection, models } = rag;
    const outbox = createOutbox({ connection, producer: 'rag' });
    const indexing = createIndexing({ connection, models, outbox, deliverEvents: () => undefined });
    const source = createQuestSource(createAskQuest({ url: quest.url, keys: rag.keysOf('rag>quest') }));
    const slow: QuestSource = {
      of: source.of,
      async page(after) {
        const page = await source.page(after);
        if (after === null) {
          await quest.publish('Il y a neuf ratons, donc `ratons = 9`.', 3);
          await waitFor(async () => (await stored())[0]?.text.includes('ratons = 9'), { what: 'version 3 is indexed' });
        }
        return page;
      },
    };
    await createExplanations({ source: slow, indexing, models, log: silentLogger() }).sync();
    expect((await stored())[0]?.text).toContain('ratons = 9');
  });

  it('are given to rag alone, once for each signed request, without answer keys', async () => {
    const url = new URL('/internal/explanations', quest.url);
    const body = JSON.stringify({ questId: 'animaux_101' });
    const post = (headers: Record<string, string> = {}) =>
      fetch(url, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body });
    const signed = (pair: 'rag>quest' | 'gateway>quest') =>
      signRequest(
        rag.keysOf(pair),
        { pair, method: 'POST', path: '/internal/explanations', body },
        {
          caller: { userId: null, sessionId: null, roles: [], ip: null, language: 'fr', userAgent: null },
          requestId: 'r',
        },
      );
    expect((await post()).status).toBe(401);
    expect((await post(signed('gateway>quest'))).status).toBe(401);
    const headers = signed('rag>quest');
    const first = await post(headers);
    expect(first.status).toBe(200);
    const text = await first.text();
    expect(text).toContain('neuf ratons');
    expect(text).not.toContain('accepted');
    expect((await post(headers)).ok).toBe(false);
  });
});
