import { createOutbox } from '@doctorpy/service-kit/events';
import { silentLogger } from '@doctorpy/service-kit/logging';
import { createStamps } from '@doctorpy/service-kit/standing';
import { signRequest } from '@doctorpy/service-kit/trust';
import { dataOf, waitFor } from '@doctorpy/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createExplanations } from '../../src/services/explanations/explanations.js';
import { createQuestSource, type QuestSource } from '../../src/services/explanations/quest-source.js';
import { createIndexing } from '../../src/services/indexing/indexing.js';
import { createQuestWord } from '../../src/services/integrity/quest-word.js';
import { type AskQuest, createAskQuest } from '../../src/services/quest-calls.js';
import { createLexicalEngine } from '../../src/services/retrieval/lexical-engine.js';
import { vocabulary } from '../lesson-passages.js';
import { ask } from './ask.js';
import { learner, type RagEnvironment, ragEnvironment } from './environment.js';

let rag: RagEnvironment;
beforeAll(async () => {
  rag = await ragEnvironment({}, { isQuestLate: true });
  await publish('Il y a sept ratons dans la liste, donc `len(ratons)` renvoie 7.', 1);
  await rag.quest.start();
});
afterAll(() => rag.close());

/** Publishes a quest of two questions, the first of which has this explanation. */
const publish = (explanation: string, version: number) =>
  rag.quest.publish({
    id: 'animaux_101',
    version,
    title: 'Les animaux',
    summary: 'Compter les animaux.',
    category: 'python_basics',
    difficulty: 'BEGINNER',
    estimatedMinutes: 5,
    prerequisites: [],
    concepts: ['variables'],
    questions: [
      {
        ...question('q1', 'Que renvoie `len(ratons)` ?\n\nComptez-les.', explanation, 'sept petits ratons laveurs'),
        maxAttempts: 2,
        en: { explanation: 'Seven raccoons.' },
      },
      question('q2', 'Et les loups ?', 'Deux loups :\n\n```python\nloups = 2\n```', 'deux grands loups gris'),
    ],
  } as { id: string; version: number });

const question = (key: string, prompt: string, explanation: string, right: string) => ({
  ...{ key, prompt, explanation, type: 'singleChoice', points: 10, hints: [], answer: 'b' },
  choices: [
    { id: 'a', text: 'aucun', feedback: 'Recomptez.' },
    { id: 'b', text: right },
    { id: 'c', text: 'trop', feedback: 'Recomptez.' },
  ],
});

/** Somebody who has begun the quest, and answers its questions. */
async function playing(userId: string) {
  const caller = { ...learner, userId };
  const run = 'mutation { startQuest(questId: "animaux_101") { id } }';
  const progressId = dataOf(await rag.quest.client.execute(run, {}, caller)).startQuest.id;
  const submit = `mutation ($input: SubmitAnswerInput!) { submitAnswer(input: $input) { explanation } }`;
  return {
    caller,
    async answer(questionId: string, answer: string): Promise<string | null> {
      const input = { progressId, questionId, answer: [answer] };
      return dataOf(await rag.quest.client.execute(submit, { input }, caller)).submitAnswer.explanation;
    },
  };
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
        headings: ['Que renvoie len(ratons) ?'],
        text: 'Il y a sept ratons dans la liste, donc `len(ratons)` renvoie 7.',
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
    for (const query of ['sept ratons', 'len(ratons)', 'Que renvoie len(ratons) ?', 'loups', 'Seven raccoons']) {
      const { data } = await rag.client.execute(search, { query }, learner);
      expect(JSON.stringify(data)).not.toMatch(/sept ratons|loups = 2|raccoons|explanation:/);
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

  const why = { query: 'Pourquoi len(ratons) renvoie sept ?' };

  it('are quoted to who has answered right, and to nobody else', async () => {
    const { caller, answer } = await playing('zoe');
    expect(await answer('q1', 'b')).toContain('sept ratons');
    await waitFor(async () => (await ask(rag.client, caller, why)).text.includes('sept ratons'), {
      what: 'the explanation can be found',
    });
    for (const _time of ['first', 'second']) {
      const { text, citations, fromCache } = await ask(rag.client, caller, why);
      expect(text).toContain('Il y a sept ratons dans la liste');
      expect(citations[0]).toMatchObject({ title: 'Explications : Les animaux', heading: 'Que renvoie len(ratons) ?' });
      // The explanation next to it is that of a question which is still in play.
      expect(JSON.stringify({ text, citations })).not.toMatch(/loups/);
      expect(fromCache).toBe(false);
    }
    const begun = await playing('yann');
    for (const other of [begun.caller, { ...learner, userId: 'stranger' }]) {
      const { text, citations } = await ask(rag.client, other, why);
      expect(JSON.stringify({ text, citations })).not.toMatch(/sept ratons|explanation:|Explications/);
    }
  });

  it('come before the answer that is kept for those who may not read them', async () => {
    const query = 'Que renvoie len pour une liste ?';
    const stranger = { ...learner, userId: 'stranger' };
    expect((await ask(rag.client, stranger, { query })).text).not.toContain('sept ratons');
    expect((await ask(rag.client, stranger, { query })).fromCache).toBe(true);
    const caller = { ...learner, userId: 'zoe' };
    const { text, fromCache } = await ask(rag.client, caller, { query });
    expect(text).toContain('Il y a sept ratons dans la liste');
    expect(fromCache).toBe(false);
    // What has nothing to do with it is shared with them as with everybody.
    const other = { query: 'Comment créer une liste ?' };
    await ask(rag.client, stranger, other);
    expect((await ask(rag.client, caller, other)).fromCache).toBe(true);
  });

  it('are quoted to who has no attempts left', async () => {
    const { caller, answer } = await playing('xavier');
    expect(await answer('q1', 'a')).toBeNull();
    expect(await answer('q1', 'c')).toContain('sept ratons');
    expect((await ask(rag.client, caller, why)).text).toContain('Il y a sept ratons');
  });

  it('are for whom quest says so, which is asked again once they begin another quest', async () => {
    const stamps = createStamps({ redis: rag.redis, log: silentLogger() });
    const quest = createAskQuest({ url: rag.quest.url, keys: rag.keysOf('rag>quest') });
    let asked = 0;
    const askQuest: AskQuest = (...call) => {
      asked += 1;
      return quest(...call);
    };
    const word = createQuestWord({ askQuest, stamps });
    const says = () => word.of('wim', silentLogger());
    const { answer } = await playing('wim');
    await answer('q1', 'b');
    await answer('q2', 'b');
    const done = { inPlay: false, settledQuestionIds: ['animaux_101:q1', 'animaux_101:q2'] };
    await waitFor(() => rag.models.learnerFocus.exists({ _id: 'wim', completions: 1 }), { what: 'the events came' });
    await waitFor(async () => (await says()) && (await stamps.current('wim')), { what: 'its word can be remembered' });
    await says();
    const before = asked;
    expect([await says(), await says(), asked]).toEqual([done, done, before]);
    await playing('wim');
    expect(await says()).toEqual({ inPlay: true, settledQuestionIds: [] });
  });

  it('follow a publication, and leave answers in the cache that rest on none of them', async () => {
    const version = async () => (await rag.models.indexState.findById('passages').orFail().lean()).version;
    const before = await version();
    await publish('Il y a huit ratons, donc `ratons = 8`.', 2);
    await waitFor(async () => (await stored())[0]?.text.includes('ratons = 8'), {
      what: 'the new explanation is indexed',
    });
    expect(await version()).toBe(before);
  });

  it('are not brought back by who read them before a publication', async () => {
    const { connection, models } = rag;
    const outbox = createOutbox({ connection, producer: 'rag' });
    const indexing = createIndexing({ connection, models, outbox, deliverEvents: () => undefined });
    const source = createQuestSource(createAskQuest({ url: rag.quest.url, keys: rag.keysOf('rag>quest') }));
    const slow: QuestSource = {
      of: source.of,
      async page(after) {
        const page = await source.page(after);
        if (after === null) {
          await publish('Il y a neuf ratons, donc `ratons = 9`.', 3);
          await waitFor(async () => (await stored())[0]?.text.includes('ratons = 9'), { what: 'version 3 is indexed' });
        }
        return page;
      },
    };
    const stamps = { renew: async () => undefined };
    await createExplanations({ source: slow, indexing, models, stamps, log: silentLogger() }).sync();
    expect((await stored())[0]?.text).toContain('ratons = 9');
  });

  it('are given to rag alone, once for each signed request, without answer keys', async () => {
    const url = new URL('/internal/explanations', rag.quest.url);
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
    expect(text).not.toContain('ratons laveurs');
    expect((await post(headers)).ok).toBe(false);
  });
});
