import { randomUUID } from 'node:crypto';
import { createOutbox } from '@doctorpy/service-kit/events';
import { silentLogger } from '@doctorpy/service-kit/logging';
import { dataOf } from '@doctorpy/testkit';
import type { Connection } from 'mongoose';
import { loadContent } from '../../subgraphs/quest/src/services/content/load-content.js';
import { publishContent } from '../../subgraphs/quest/src/services/publishing/publish-content.js';
import { createModels as createRagModels } from '../../subgraphs/rag/src/models/index.js';
import { createIndexing } from '../../subgraphs/rag/src/services/indexing/indexing.js';
import { seedContent } from '../../subgraphs/rag/src/services/seeding/seed-content.js';
import { choiceQuest } from './choice-quest.js';
import { textOf } from './collection-operations.js';
import { startCountedPlatform } from './counted-platform.js';

const root = new URL('../../', import.meta.url);
const log = silentLogger();

/** How many items the lists hold that are compared: the number of commands must not depend on it. */
export const SIZES = [1, 5, 20] as const;
export type Size = (typeof SIZES)[number];

/** A learner who has done everything so many times. */
interface Person {
  id: string;
  token: string;
}

/** The three subgraphs and a gateway: whoever imports this closes it. */
export const platform = await startCountedPlatform();
export const gateway = await platform.startGateway();
await seed();

/** Learners who have done everything so many times, on a platform where the lists of everybody are full. */
export const people: Record<Size, Person> = { 1: await practised(1), 5: await practised(5), 20: await practised(20) };
// So that pages of people are full.
for (let index = 0; index < 20; index += 1) await joined(1);

/** The access token of an administrator and author. */
export const admin = platform.tokenOf(people[20].id, ['LEARNER', 'AUTHOR', 'ADMIN']);
await editEveryQuest();

/** A template with twenty versions. */
export const templateId = 'concept.beginner.fr';
await saveVersions();

/** Behind the first quest, which builds on no other. */
export const afterFirst: string = dataOf(await gateway.execute('{ quests(first: 1) { pageInfo { endCursor } } }'))
  .quests.pageInfo.endCursor;

/** An answer of the learner who has done everything twenty times. */
export const answerId = (await ask('Comment parcourir une liste ?', people[20].token)).id;

/** A conversation of theirs, of twenty answers. */
export const conversationId = await leaveGaps();

/** A quest of so many questions, and the draft of it. */
export function questOf(size: Size): string {
  return `counted_${size}_101`;
}

/** Ids of up to 50 entities of a type. */
export async function idsOf(type: string): Promise<string[]> {
  const { auth, quest, rag } = platform.connections;
  const from = (connection: typeof auth, collection: string) =>
    connection
      .collection(collection)
      .find({}, { projection: { _id: 1 } })
      .limit(50)
      .map(({ _id }) => String(_id))
      .toArray();
  if (type === 'Concept') return (await rag.collection('documents').find().limit(50).toArray()).map(lessonOf);
  if (type.endsWith('Question')) return questionsOf(type);
  const collections: Record<string, [typeof auth, string]> = {
    User: [auth, 'accounts'],
    Quest: [quest, 'quests'],
    QuestCategory: [quest, 'quest_categories'],
    QuestProgress: [quest, 'quest_progress'],
    Achievement: [quest, 'achievements'],
    AssistantAnswer: [rag, 'answers'],
    Document: [rag, 'documents'],
  };
  const where = collections[type];
  if (!where) throw new Error(`Say where ${type} is kept.`);
  return from(...where);
}

function lessonOf({ _id }: { _id: unknown }): string {
  return String(_id).replace(/^lesson[:-]/, '');
}

async function questionsOf(type: string): Promise<string[]> {
  const { quests } = dataOf(
    await gateway.execute('{ quests(first: 100) { edges { node { questions { __typename id } } } } }'),
  );
  const questions = quests.edges.flatMap(
    ({ node }: { node: { questions: { __typename: string; id: string }[] } }) => node.questions,
  );
  return questions
    .filter((question: { __typename: string }) => question.__typename === type)
    .slice(0, 50)
    .map(({ id }: { id: string }) => id);
}

async function editEveryQuest(): Promise<void> {
  const { quests } = loadContent(new URL('subgraphs/quest/content', root));
  const edit = (id: string) => gateway.execute(`mutation { editQuest(questId: "${id}") { id } }`, {}, admin);
  for (const answer of await Promise.all(quests.map(({ id }) => edit(id)))) dataOf(answer);
}

async function saveVersions(): Promise<void> {
  const { template } = dataOf(
    await gateway.execute(`{ promptTemplate(id: "${templateId}") { template } }`, {}, admin),
  ).promptTemplate;
  for (let basedOn = 1; basedOn < 20; basedOn += 1) {
    const input = { templateId, basedOn, title: 'Notion', template };
    dataOf(await gateway.execute(textOf('SavePromptTemplate'), { input }, admin));
  }
}

async function seed(): Promise<void> {
  const { services } = platform.quest;
  const content = loadContent(new URL('subgraphs/quest/content', root));
  const quests = [...content.quests, ...SIZES.map((size) => choiceQuest(content.quests, questOf(size), size))];
  const connection = platform.connections.quest;
  await publishContent({ connection, models: services.models, outbox: services.outbox, log }, { ...content, quests });
  const rag = platform.connections.rag;
  const models = createRagModels(rag);
  const outbox = createOutbox({ connection: rag, producer: 'rag' });
  const indexing = createIndexing({ connection: rag, models, outbox, deliverEvents: () => undefined });
  await seedContent({ models, indexing, content: new URL('subgraphs/rag/content/', root), log });
  const author = platform.tokenOf('author', ['LEARNER', 'AUTHOR']);
  for (const size of SIZES) {
    dataOf(await gateway.execute(`mutation { editQuest(questId: "${questOf(size)}") { id } }`, {}, author));
  }
}

/** Registers somebody who has started a quest of so many questions, and answered all of them. */
async function joined(size: Size) {
  const input = { email: `${randomUUID()}@doctorpy.test`, password: 'quatre mots pris au hasard', displayName: 'Léa' };
  const id: string = dataOf(await gateway.execute(textOf('Register'), { input })).register.user.id;
  const token = platform.tokenOf(id);
  const start = 'mutation ($id: ID!) { startQuest(questId: $id) { id questions { question { id } } } }';
  const { startQuest } = dataOf(await gateway.execute(start, { id: questOf(size) }, token));
  const submit = 'mutation ($input: SubmitAnswerInput!) { submitAnswer(input: $input) { verdict } }';
  for (const { question } of startQuest.questions) {
    const answer = { progressId: startQuest.id, questionId: question.id, answer: ['a'] };
    dataOf(await gateway.execute(submit, { input: answer }, token));
  }
  return { id, token, start };
}

/** Somebody who has also started, unlocked, linked and asked so many things, in so many sessions. */
async function practised(size: Size): Promise<Person> {
  const { id, token, start } = await joined(size);
  const { auth, quest, rag } = platform.connections;
  const others = loadContent(new URL('subgraphs/quest/content', root)).quests.slice(0, size - 1);
  for (const other of others) dataOf(await gateway.execute(start, { id: other.id }, token));
  await ask('Qu’est-ce qu’une variable ?', token);
  await multiply(rag, 'answers', id, size);
  await multiply(auth, 'sessions', id, size);
  await quest.collection('review_cards').updateMany({ userId: id }, { $set: { due: new Date(0) } });
  const achievements = await quest.collection('achievements').find().limit(size).toArray();
  const held = achievements.map(({ _id }) => ({ achievementId: String(_id), userId: id, unlockedAt: new Date() }));
  await quest.collection('unlocked_achievements').deleteMany({ userId: id });
  await quest
    .collection<{ _id: string }>('unlocked_achievements')
    .insertMany(held.map((one) => ({ _id: randomUUID(), ...one })));
  await auth.collection<{ _id: string }>('identities').insertMany(Array.from({ length: size }, () => identityOf(id)));
  return { id, token };
}

/** Copies what somebody has one of, until there are so many. */
async function multiply(connection: Connection, collection: string, userId: string, size: Size): Promise<void> {
  const records = connection.collection<{ _id: string; userId: string }>(collection);
  const one = await records.findOne({ userId });
  if (!one) throw new Error(`${userId} has none of ${collection}.`);
  const copies = Array.from({ length: size - 1 }, () => ({ ...one, _id: randomUUID() }));
  if (copies.length > 0) await records.insertMany(copies);
}

/** Has somebody ask what nothing answers, and say that it did not help. @returns the conversation of 20 answers */
async function leaveGaps(): Promise<string> {
  const answers = platform.connections.rag.collection<{ _id: string; userId: string; conversationId: string }>(
    'answers',
  );
  const one = await answers.findOne({ userId: people[20].id, query: 'Qu’est-ce qu’une variable ?' });
  if (!one) throw new Error('No answer.');
  const gapOf = (index: number) => ({ gap: { key: `gap-${index}`, question: 'Et les pointeurs ?' }, helpful: false });
  const lacking = Array.from({ length: 20 }, (_, index) => ({
    ...one,
    _id: randomUUID(),
    userId: 'curious',
    ...gapOf(index),
  }));
  await answers.insertMany(lacking);
  return one.conversationId;
}

function identityOf(userId: string) {
  const at = new Date();
  const subject = randomUUID();
  const provider = { issuer: 'https://school.example.org', provider: 'school', email: null, emailVerified: false };
  return { _id: randomUUID(), userId, subject, ...provider, linkedAt: at, lastUsedAt: at };
}

/** Asks, and reads the answer once: what is read is in the database. */
async function ask(query: string, token: string): Promise<{ id: string }> {
  const { id } = dataOf(
    await gateway.execute('mutation ($input: AskInput!) { ask(input: $input) { id } }', { input: { query } }, token),
  ).ask;
  return dataOf(await gateway.execute('query ($id: ID!) { assistantAnswer(id: $id) { id } }', { id }, token))
    .assistantAnswer;
}
