import { randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { createOutbox } from '@doctorpy/service-kit/events';
import { silentLogger } from '@doctorpy/service-kit/logging';
import { dataOf } from '@doctorpy/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  buildSchema,
  type FieldNode,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  isListType,
  isNonNullType,
  isObjectType,
  isRequiredArgument,
  Kind,
  type OperationDefinitionNode,
  parse,
  print,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import type { Connection } from 'mongoose';
import { loadContent } from '../../../subgraphs/quest/src/services/content/load-content.js';
import { publishContent } from '../../../subgraphs/quest/src/services/publishing/publish-content.js';
import { createModels as createRagModels } from '../../../subgraphs/rag/src/models/index.js';
import { createIndexing } from '../../../subgraphs/rag/src/services/indexing/indexing.js';
import { seedContent } from '../../../subgraphs/rag/src/services/seeding/seed-content.js';
import { choiceQuest } from '../choice-quest.js';
import {
  type CountedPlatform,
  type SubgraphName,
  startCountedPlatform,
  type TestGateway,
} from '../counted-platform.js';

const root = new URL('../../../', import.meta.url);
const api = buildSchema(await readFile(new URL('schema/api.graphql', root), 'utf8'));
const operations = await readOperations();
const log = silentLogger();

/** How many items the lists hold that are compared: the number of commands must not depend on it. */
const SIZES = [1, 5, 20] as const;
type Size = (typeof SIZES)[number];

/** A learner who has done everything so many times. */
interface Person {
  id: string;
  token: string;
}

let platform: CountedPlatform;
let gateway: TestGateway;
let people: Record<Size, Person>;
let admin: string;
let answerId: string;
/** Of somebody who asked much. */
let conversationId: string;
/** Behind the first quest, which builds on no other. */
let afterFirst: string;
/** With twenty versions. */
const templateId = 'concept.beginner.fr';

beforeAll(async () => {
  platform = await startCountedPlatform();
  gateway = await platform.startGateway();
  await seed();
  people = { 1: await practised(1), 5: await practised(5), 20: await practised(20) };
  // So that pages of people are full.
  for (let index = 0; index < 20; index += 1) await joined(1);
  admin = platform.tokenOf(people[20].id, ['LEARNER', 'AUTHOR', 'ADMIN']);
  const { quests } = loadContent(new URL('subgraphs/quest/content', root));
  const edit = (id: string) => gateway.execute(`mutation { editQuest(questId: "${id}") { id } }`, {}, admin);
  for (const answer of await Promise.all(quests.map(({ id }) => edit(id)))) dataOf(answer);
  const { template } = dataOf(
    await gateway.execute(`{ promptTemplate(id: "${templateId}") { template } }`, {}, admin),
  ).promptTemplate;
  for (let basedOn = 1; basedOn < 20; basedOn += 1) {
    const input = { templateId, basedOn, title: 'Notion', template };
    dataOf(await gateway.execute(textOf('SavePromptTemplate'), { input }, admin));
  }
  afterFirst = dataOf(await gateway.execute('{ quests(first: 1) { pageInfo { endCursor } } }')).quests.pageInfo
    .endCursor;
  const asked = await ask('Comment parcourir une liste ?', people[20].token);
  answerId = asked.id;
  conversationId = await leaveGaps();
}, 300_000);
afterAll(() => platform?.close());

/** What makes the lists of an operation this long. */
type Scenario = (size: Size) => { variables?: Record<string, unknown>; token?: string | null };

const asLearner: Scenario = (size) => ({ token: people[size].token });
const asAdminWithPage: Scenario = (size) => ({ token: admin, variables: { first: size } });
const asLearnerWithPage: Scenario = (size) => ({ token: people[20].token, variables: { first: size } });
const ofQuest: Scenario = (size) => ({ token: people[size].token, variables: { id: questOf(size) } });

const scenarios: Record<string, Scenario> = {
  IdentityProviders: asLearner,
  MyProfile: asLearner,
  MyIdentities: asLearner,
  Users: asAdminWithPage,
  AuditLog: asAdminWithPage,
  QuestDrafts: asAdminWithPage,
  QuestDraft: (size) => ({ token: admin, variables: { id: draftOf(size) } }),
  Categories: asLearner,
  Achievements: asLearner,
  Quests: (size) => ({ token: people[20].token, variables: { first: size, after: afterFirst } }),
  Quest: ofQuest,
  QuestResults: ofQuest,
  StartQuest: (size) => ({ token: people[size].token, variables: { questId: questOf(size) } }),
  Leaderboard: asLearnerWithPage,
  LeaderboardAroundMe: asLearnerWithPage,
  LeaderboardPlace: asLearnerWithPage,
  RecommendedQuests: asLearnerWithPage,
  ReviewQueue: asLearnerWithPage,
  MyAnalytics: asLearner,
  PromptTemplates: asLearner,
  PromptTemplate: (size) => ({ token: admin, variables: { id: templateId, first: size } }),
  MyConversations: asLearnerWithPage,
  Conversation: (size) => ({ token: people[20].token, variables: { conversationId, first: size } }),
  UnansweredQuestions: asAdminWithPage,
  Documents: asLearnerWithPage,
  SearchPassages: (size) => ({ token: people[1].token, variables: { query: 'boucle for liste', first: size } }),
};

/** Their lists are parts of one record, or entities, which are counted by themselves. */
const LISTS_OF_ONE_RECORD = new Set([
  'Ask',
  'AssistantAnswer',
  'PreviewPrompt',
  'SubmitAnswer',
  'SubmitReview',
  'TryDraftAnswer',
]);

describe('an operation of the collection', () => {
  it('is counted here when it has lists', () => {
    const withLists = [...operations.values()].filter(hasObjectLists).map(({ name }) => name?.value ?? '');
    const counted = [...Object.keys(scenarios), ...LISTS_OF_ONE_RECORD];
    expect(withLists.filter((name) => !counted.includes(name))).toEqual([]);
  });

  it.each(Object.keys(scenarios))('sends MongoDB as many commands for 20 items as for one: %s', async (name) => {
    const query = textOf(name);
    const counted: Record<number, string[]> = {};
    for (const size of SIZES) {
      const { variables, token } = (scenarios[name] as Scenario)(size);
      counted[size] = await commandsOf(async () => dataOf(await gateway.execute(query, variables, token)));
    }
    expect(counted[5]).toEqual(counted[1]);
    expect(counted[20]).toEqual(counted[1]);
  });

  it('sends as many whatever the learner has done, where it has no lists', async () => {
    const names = ['Me', 'MySecondFactor', 'MyPrivacy', 'MyLearningDay', 'PublicStats'];
    for (const name of names) {
      const run = (size: Size) => () => gateway.execute(textOf(name), {}, people[size].token);
      expect([name, await commandsOf(run(20))]).toEqual([name, await commandsOf(run(1))]);
    }
    const variables = { id: answerId };
    const answer = await commandsOf(() => gateway.execute(textOf('AssistantAnswer'), variables, people[20].token));
    expect(answer).toHaveLength(2);
  });
});

/** Pages of the lists of several people at once: only an administrator can ask for them, and their cost is theirs. */
const PAGES_OF_PEOPLE = new Set([
  'User.progress',
  'User.analytics',
  'User.assistantAnswers',
  'User.assistantConversations',
]);
/** An export is of one person. */
const WITHOUT_LIST = new Set(['PersonalData']);

describe.each<SubgraphName>(['auth', 'quest', 'rag'])('entities of %s', (name) => {
  it('are read with as many commands for 50 as for one', async () => {
    const sdl = await readFile(new URL(`schema/subgraphs/${name}.graphql`, root), 'utf8');
    const schema = buildSchema(sdl, { assumeValid: true, assumeValidSDL: true });
    for (const type of entitiesOf(schema)) {
      const ids = await idsOf(type);
      const query = `query ($representations: [_Any!]!) {
        _entities(representations: $representations) { ... on ${type} ${everyFieldOf(schema, type)} } }`;
      const run = async (wanted: string[]) => {
        const representations = wanted.map((id) => ({ __typename: type, id }));
        const caller = { userId: 'admin', roles: ['LEARNER', 'AUTHOR', 'ADMIN'] as const };
        return dataOf(await platform.subgraphs[name].execute(query, { representations }, caller))._entities;
      };
      expect([type, await commandsOf(() => run(ids))]).toEqual([type, await commandsOf(() => run(ids.slice(0, 1)))]);
      expect([type, (await run(ids)).filter(Boolean).length]).toEqual([type, ids.length]);
    }
  }, 120_000);
});

/** The commands, in the state in which a service is after the first time. */
async function commandsOf(work: () => Promise<unknown>): Promise<string[]> {
  await work();
  return platform.commandsOf(work);
}

const questOf = (size: Size) => `counted_${size}_101`;
const draftOf = questOf;

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

/** Has somebody ask what nothing answers. @returns the conversation of 20 answers */
async function leaveGaps(): Promise<string> {
  const answers = platform.connections.rag.collection<{ _id: string; userId: string; conversationId: string }>(
    'answers',
  );
  const one = await answers.findOne({ userId: people[20].id, query: 'Qu’est-ce qu’une variable ?' });
  if (!one) throw new Error('No answer.');
  const gapOf = (index: number) => ({ gap: { key: `gap-${index}`, question: 'Et les pointeurs ?' } });
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

async function ask(query: string, token: string): Promise<{ id: string }> {
  return dataOf(
    await gateway.execute('mutation ($input: AskInput!) { ask(input: $input) { id } }', { input: { query } }, token),
  ).ask;
}

async function readOperations(): Promise<Map<string, OperationDefinitionNode>> {
  const folder = new URL('schema/operations/', root);
  const found = new Map<string, OperationDefinitionNode>();
  for (const file of await readdir(folder)) {
    for (const definition of parse(await readFile(new URL(file, folder), 'utf8')).definitions) {
      if (definition.kind === Kind.OPERATION_DEFINITION) found.set(definition.name?.value ?? '', definition);
    }
  }
  return found;
}

function textOf(name: string): string {
  const operation = operations.get(name);
  if (!operation) throw new Error(`The collection has no ${name}.`);
  return print(operation);
}

function hasObjectLists(operation: OperationDefinitionNode): boolean {
  if (operation.operation === 'subscription') return false;
  const typeInfo = new TypeInfo(api);
  let found = false;
  const enter = (_field: FieldNode) => {
    const type = typeInfo.getType();
    if (type && isList(type) && isCompositeType(getNamedType(type))) found = true;
  };
  visit(operation, visitWithTypeInfo(typeInfo, { Field: { enter } }));
  return found;
}

function isList(type: GraphQLOutputType): boolean {
  return isNonNullType(type) ? isListType(type.ofType) : isListType(type);
}

/** The types that other subgraphs may refer to. */
function entitiesOf(schema: GraphQLSchema): string[] {
  return Object.values(schema.getTypeMap()).flatMap((type) => {
    if (!isObjectType(type) || WITHOUT_LIST.has(type.name)) return [];
    const keys = [type.astNode, ...type.extensionASTNodes].flatMap((node) => node?.directives ?? []);
    const isEntity = keys.some(({ name, arguments: given }) => {
      return name.value === 'key' && !given?.some((argument) => argument.name.value === 'resolvable');
    });
    return isEntity ? [type.name] : [];
  });
}

/** All that can be selected without arguments, two objects deep. */
function everyFieldOf(schema: GraphQLSchema, typeName: string, depth = 2): string {
  const type = schema.getType(typeName);
  if (!isObjectType(type)) return '{ __typename }';
  const fields = Object.values(type.getFields()).flatMap(({ name, args, type: of }) => {
    if (args.some(isRequiredArgument) || PAGES_OF_PEOPLE.has(`${typeName}.${name}`)) return [];
    const named = getNamedType(of);
    if (!isCompositeType(named)) return [name];
    return depth === 0 ? [] : [`${name} ${everyFieldOf(schema, named.name, depth - 1)}`];
  });
  return `{ __typename ${fields.join(' ')} }`;
}

/** Ids of up to 50 entities of a type. */
async function idsOf(type: string): Promise<string[]> {
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
