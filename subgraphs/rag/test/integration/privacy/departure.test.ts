import { createEvent, type EventName, type EventPayload, streamKey } from '@doctorpy/service-kit/events';
import { personalDataId } from '@doctorpy/service-kit/personal-data';
import { codesOf, dataOf, waitFor } from '@doctorpy/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ask, askMutation } from '../ask.js';
import { classmate, learner, type RagEnvironment, ragEnvironment } from '../environment.js';

let rag: RagEnvironment;
beforeAll(async () => {
  rag = await ragEnvironment();
}, 60_000);
afterAll(() => rag.close());

const origin = { actorId: null, requestId: null, traceparent: null };

/** What another service would say: writes an event to its stream, as its relay does. */
async function says<N extends EventName>(producer: 'auth' | 'quest', name: N, payload: EventPayload<N>) {
  const event = createEvent(name, payload, origin);
  const text = JSON.stringify(event);
  await rag.redis.xadd(streamKey(producer), '*', 'id', event.id, 'event', text);
  return text;
}

async function leaves(userId: string): Promise<void> {
  await says('auth', 'USER_DELETED', { userId });
  await waitFor(async () => (await rag.models.askers.findById(userId).lean())?.leftAt, { what: 'the departure' });
}

/** Collections with a document in which this text occurs. */
async function tracesOf(text: string): Promise<string[]> {
  const found: string[] = [];
  for (const collection of (await rag.connection.db?.collections()) ?? []) {
    for await (const document of collection.find()) {
      if (!JSON.stringify(document).includes(text)) continue;
      found.push(collection.collectionName);
      break;
    }
  }
  return found.sort();
}

const started = (userId: string) =>
  ({ userId, questId: 'python_lists_101', questVersion: 1, progressId: `run-${userId}` }) as const;
const as = (userId: string) => ({ ...learner, userId });

describe('somebody whose account was deleted', () => {
  it('leaves the prompt templates that they wrote, which name nobody then', async () => {
    const me = { ...as('parti-0'), roles: ['AUTHOR'] as const };
    const templateId = 'concept.beginner.fr';
    const { template } = await rag.models.promptTemplates.findById(templateId).orFail().lean();
    const change = { templateId, basedOn: 1, title: 'Notion', template };
    const save = 'mutation ($input: SavePromptTemplateInput!) { savePromptTemplate(input: $input) { id } }';
    const publish = 'mutation ($input: PublishPromptTemplateInput!) { publishPromptTemplate(input: $input) { id } }';
    dataOf(await rag.client.execute(save, { input: change }, me));
    dataOf(await rag.client.execute(publish, { input: { templateId, version: 2, replaces: 1 } }, me));
    expect(await tracesOf(me.userId)).toEqual(['prompt_template_versions', 'prompt_templates']);
    await leaves(me.userId);
    expect(await rag.models.promptTemplates.findById(templateId).lean()).toMatchObject({ title: 'Notion', version: 2 });
    expect(await tracesOf(me.userId)).toEqual(['askers']);
  });

  it('leaves no question, answer, rating or focus behind', async () => {
    const me = as('parti-1');
    const { id } = await ask(rag.client, me, { query: 'Ma question secrète : qu’est-ce qu’une liste ?' });
    await rag.client.execute(
      `mutation { rateAnswer(answerId: "${id}", helpful: true, comment: "Merci de Zoé") { id } }`,
      {},
      me,
    );
    await ask(rag.client, me, { query: 'C’est quoi le zigzagueur de Zoé ?' });
    expect(await tracesOf('zigzagueur')).toEqual(['answers']);
    await says('quest', 'QUEST_STARTED', started(me.userId));
    await waitFor(async () => rag.models.learnerFocus.exists({ _id: me.userId }), { what: 'the focus' });
    expect(await tracesOf('secrète')).toEqual(['answers']);
    await leaves(me.userId);
    const traces = await Promise.all(['secrète', 'Merci de Zoé', 'zigzagueur'].map(tracesOf));
    expect(traces.flat()).toEqual([]);
    expect(await tracesOf(me.userId)).toEqual(['askers', 'outbox']);
    expect(await rag.models.askers.findById(me.userId).lean()).toMatchObject({ removeAt: expect.any(Date) });
  });

  it('leaves nothing of what others were told before, which was theirs at once', async () => {
    const [me, before] = [as('parti-3'), as('durable-2')];
    const question = { query: 'Comment trier une liste sans la changer ?' };
    await ask(rag.client, before, question);
    const { id, fromCache, text } = await ask(rag.client, me, question);
    expect(fromCache).toBe(true);
    const read = 'query ($id: ID!) { assistantAnswer(id: $id) { id text } }';
    expect(dataOf(await rag.client.execute(read, { id }, me))).toEqual({ assistantAnswer: { id, text } });
    expect(dataOf(await rag.client.execute(read, { id }, before))).toEqual({ assistantAnswer: null });
    const next = await ask(rag.client, me, { ...question, conversationId: id });
    expect(next).toMatchObject({ conversationId: id, fromCache: false });
    const told = { name: 'RAG_QUERY_PROCESSED', 'payload.answerId': id };
    expect(await rag.connection.collection('outbox').countDocuments(told)).toBe(1);
    await ask(rag.client, me, question);
    await leaves(me.userId);
    await waitFor(async () => !(await rag.redis.exists('rag:{pending}:answers')), { what: 'nothing waits' });
    expect(await tracesOf(me.userId)).toEqual(['askers', 'outbox']);
  });

  it('is not brought back by what comes late: events of quests, the same news again, a question', async () => {
    const me = as('parti-2');
    await ask(rag.client, me, { query: 'Qu’est-ce qu’une variable ?' });
    const text = await says('auth', 'USER_DELETED', { userId: me.userId });
    await rag.redis.xadd(streamKey('auth'), '*', 'id', 'again', 'event', text);
    await leaves(me.userId);
    await says('quest', 'QUEST_STARTED', started(me.userId));
    await says('quest', 'QUEST_COMPLETED', { ...started(me.userId), score: 1, maxScore: 1 });
    await says('quest', 'QUEST_STARTED', started('marqueur'));
    await waitFor(async () => rag.models.learnerFocus.exists({ _id: 'marqueur' }), { what: 'the events after' });
    const late = await rag.client.execute(askMutation, { input: { query: 'Encore une question ?' } }, me);
    expect(codesOf(late)).toEqual(['UNAUTHENTICATED']);
    expect(await tracesOf(me.userId)).toEqual(['askers', 'outbox']);
  });

  it('is not brought back by questions and events at the same instant', async () => {
    for (let round = 0; round < 5; round += 1) {
      const me = as(`parti-course-${round}-fin`);
      const questions = ['une liste', 'une boucle', 'un dictionnaire', 'une fonction'];
      const answers = await Promise.all([
        ...questions.map((what) => rag.client.execute(askMutation, { input: { query: `C’est quoi ${what} ?` } }, me)),
        says('quest', 'QUEST_STARTED', started(me.userId)).then(() => ({ errors: [] })),
        leaves(me.userId).then(() => ({ errors: [] })),
      ]);
      for (const code of answers.flatMap((answer) => codesOf(answer))) expect(code).toBe('UNAUTHENTICATED');
      await says('quest', 'QUEST_STARTED', started(`marqueur-${round}`));
      await waitFor(async () => rag.models.learnerFocus.exists({ _id: `marqueur-${round}` }), {
        what: 'the events after',
      });
      expect((await tracesOf(me.userId)).filter((name) => !['askers', 'outbox'].includes(name))).toEqual([]);
    }
  });
});

describe('the first questions of somebody', () => {
  it('are all answered, however many are asked at once', async () => {
    const me = as('pressée');
    const queries = Array.from({ length: 8 }, (_, n) => `Comment afficher ${n} à l’écran ?`);
    const answers = await Promise.all(
      queries.map((query) => rag.client.execute(askMutation, { input: { query } }, me)),
    );
    expect(answers.flatMap(codesOf)).toEqual([]);
    expect(await rag.models.answers.countDocuments({ userId: me.userId })).toBe(8);
  });
});

describe('rag’s part of an export', () => {
  const exportOf = async (userId: string, after: string | null = null, caller: object = as(userId)) => {
    const entities = `query ($r: [_Any!]!, $after: String) {
      _entities(representations: $r) { ... on PersonalData { questions(after: $after) } } }`;
    const r = [{ __typename: 'PersonalData', id: personalDataId(userId) }];
    return rag.client.execute(entities, { r, after }, caller);
  };

  it('holds questions with answers and ratings, to their owner alone', async () => {
    const me = as('curieuse');
    const { id, text } = await ask(rag.client, me, { query: 'Qu’est-ce qu’un tuple ?' });
    await rag.client.execute(
      `mutation { rateAnswer(answerId: "${id}", helpful: false, comment: "Bof") { id } }`,
      {},
      me,
    );
    const data = dataOf(await exportOf(me.userId))._entities[0].questions;
    expect(data.questions).toMatchObject({
      complete: true,
      items: [{ id, query: 'Qu’est-ce qu’un tuple ?', text, helpful: false, comment: 'Bof' }],
    });
    expect(data.next).toBeNull();
    expect(codesOf(await exportOf(me.userId, null, classmate))).toEqual(['FORBIDDEN']);
  });

  it('of a long history comes in parts', async () => {
    const me = as('bavarde');
    await ask(rag.client, me, { query: 'Qu’est-ce qu’une chaîne ?' });
    const [one] = await rag.models.answers.find({ userId: me.userId }).lean();
    if (!one) throw new Error('No answer.');
    const long = Array.from({ length: 2_000 }, (_, index) => {
      return { ...one, _id: `00000000-${String(index).padStart(6, '0')}`, text: 'x'.repeat(4_000) };
    });
    await rag.models.answers.insertMany(long);
    const seen = new Set<string>();
    let after: string | null = null;
    do {
      const data: { questions: { items: { id: string }[] }; next: string | null } = dataOf(
        await exportOf(me.userId, after),
      )._entities[0].questions;
      for (const { id } of data.questions.items) seen.add(id);
      after = data.next;
    } while (after !== null);
    expect(seen.size).toBe(2_001);
  });
});

describe('what docs/reference/privacy.md promises to end', () => {
  it('is removed by MongoDB and Redis themselves', async () => {
    const indexes = await rag.connection.collection('askers').indexes();
    expect(indexes).toContainEqual(expect.objectContaining({ key: { removeAt: 1 }, expireAfterSeconds: 0 }));
    await ask(rag.client, as('durable'), { query: 'Qu’est-ce qu’une liste ?' });
    const [key = ''] = (await rag.redis.keys('rag:{answers}:*')).filter((name) => !name.endsWith('ages'));
    expect(await rag.redis.ttl(key)).toBeGreaterThan(0);
    expect(await rag.redis.ttl(key)).toBeLessThanOrEqual(24 * 3600);
  });
});
