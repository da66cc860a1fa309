import { randomUUID } from 'node:crypto';
import { setImmediate as turn } from 'node:timers/promises';
import { silentLogger } from '@doctorpy/service-kit/logging';
import { dataOf, type GraphQLAnswer, waitFor } from '@doctorpy/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { loadContent } from '../../../subgraphs/quest/src/services/content/load-content.js';
import { publishContent } from '../../../subgraphs/quest/src/services/publishing/publish-content.js';
import { choiceQuest, rightChoice } from '../choice-quest.js';
import { type CountedPlatform, startCountedPlatform, type TestGateway } from '../counted-platform.js';

let platform: CountedPlatform;
/** One that keeps, and one that does not. */
let gateway: TestGateway;
let plain: TestGateway;
let learners: { id: string; token: string }[];

const BOARD = '{ leaderboard(first: 50) { entries { rank user { id displayName } } } }';
const QUEST = 'kept_101';
const content = loadContent(new URL('../../../subgraphs/quest/content', import.meta.url));
const kept = choiceQuest(content.quests, QUEST, 2);
const log = silentLogger();

beforeAll(async () => {
  platform = await startCountedPlatform();
  const { models, outbox } = platform.quest.services;
  const quests = [...content.quests, kept];
  await publishContent({ connection: platform.connections.quest, models, outbox, log }, { ...content, quests });
  plain = await platform.startGateway();
  gateway = await platform.startGateway({ GATEWAY_ENTITY_CACHE: 'true' });
  learners = [];
  for (const name of ['Ada', 'Bea', 'Cléo']) learners.push(await learner(name));
  await isKeeping(gateway);
}, 300_000);
afterAll(() => platform?.close());

describe('what anybody may be given', () => {
  it('is read from the database once for every caller of one language', async () => {
    const query = '{ categories { id title questCount } achievements { id title } }';
    expect(await platform.commandsOf(() => gateway.execute(query))).not.toEqual([]);
    await isKept(() => gateway.execute(query));
    const sameInAnotherOrder = 'query Other { achievements { title id } categories { questCount title id } }';
    const [ada] = learners;
    const asked = () => gateway.execute(sameInAnotherOrder, {}, ada?.token);
    expect(await platform.commandsOf(asked)).toEqual([]);
    expect(dataOf(await asked())).toEqual(dataOf(await plain.execute(sameInAnotherOrder)));
    expect(await platform.commandsOf(() => gateway.execute(query, {}, null, 'en'))).not.toEqual([]);
  });

  it('is asked of the subgraph only for the entities that are missing', async () => {
    await isKept(() => gateway.execute(BOARD), 'accounts');
    const newcomer = await learner('Dana');
    const found = await platform.commandsOf(async () => {
      const { leaderboard } = dataOf(await gateway.execute(BOARD));
      expect(leaderboard.entries.map(({ user }: Entry) => user.displayName).sort()).toEqual([
        'Ada',
        'Bea',
        'Cléo',
        'Dana',
      ]);
    });
    expect(found.filter((command) => command.endsWith('accounts'))).toEqual(['find accounts']);
    learners.push(newcomer);
    expect(await gateway.metrics()).toMatch(/lookups_total\{.*subgraph="auth",outcome="hit".*\} [1-9]/);
  });

  it('is never what only some may see', async () => {
    const askers = [
      null,
      ...learners.map(({ token }) => token),
      platform.tokenOf(learners[0]?.id ?? '', ['LEARNER', 'AUTHOR', 'ADMIN']),
    ];
    const asked = fc.record({
      asker: fc.constantFrom(...askers),
      language: fc.constantFrom('fr' as const, 'en' as const),
      query: arbitraryQuery(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(asked, { minLength: 1, maxLength: 4 }), async (requests) => {
        for (const { asker, language, query } of requests) {
          const expected = await plain.execute(query, {}, asker, language);
          expect([query, told(await gateway.execute(query, {}, asker, language))]).toEqual([query, told(expected)]);
        }
      }),
      { numRuns: 15 },
    );
    expect(await gateway.metrics()).toMatch(/lookups_total\{.*subgraph="quest",outcome="hit".*\} [1-9]/);
  }, 120_000);
});

describe('what has changed', () => {
  it('is read anew as soon as the event of its publication arrives', async () => {
    const read = `{ quest(id: "${QUEST}") { title } quests(first: 50) { edges { node { id title } } } }`;
    await isKept(() => gateway.execute(read));
    const { models, outbox } = platform.quest.services;
    const changed = {
      ...content,
      quests: [...content.quests, { ...kept, version: 2, title: 'Les variables, autrement' }],
    };
    await publishContent({ connection: platform.connections.quest, models, outbox, log }, changed);
    const title = async () => dataOf(await gateway.execute(read)).quest.title;
    await waitFor(async () => (await title()) === 'Les variables, autrement', { what: 'the new title' });
  }, 60_000);

  it('is a name on the leaderboard, for its owner at once, and for others when they changed it elsewhere', async () => {
    const [ada] = learners;
    const rename = (displayName: string, through: TestGateway) =>
      through.execute(
        'mutation ($input: UpdateProfileInput!) { updateProfile(input: $input) { displayName } }',
        { input: { displayName } },
        ada?.token,
      );
    await isKept(() => gateway.execute(BOARD), 'accounts');
    dataOf(await rename('Ada L.', gateway));
    expect(await namesOn(gateway)).toContain('Ada L.');
    await isKept(() => gateway.execute(BOARD), 'accounts');
    dataOf(await rename('Ada Lovelace', plain));
    await waitFor(async () => (await namesOn(gateway)).includes('Ada Lovelace'), { what: 'the new name' });
  });

  it('is seen although it changed while nobody could be told, and nobody is refused meanwhile', async () => {
    await isKept(() => gateway.execute(BOARD), 'accounts');
    const answers: GraphQLAnswer[] = [];
    let isOver = false;
    const load = Promise.all(
      Array.from({ length: 8 }, async () => {
        while (!isOver) {
          answers.push(await gateway.execute(`{ categories { id title } quests(first: 5) { totalCount } }`));
          await turn();
        }
      }),
    );
    await waitFor(() => answers.length > 20, { what: 'some load' });
    await platform.redis.kill();
    const since = answers.length;
    await waitFor(() => answers.length > since + 40, { what: 'load without Redis' });
    // Not through a gateway, which refuses changes while it cannot know who may make them.
    const renamed = { $set: { displayName: 'Ada, sans Redis' } };
    const accounts = platform.connections.auth.collection<{ _id: string }>('accounts');
    await accounts.updateOne({ _id: learners[0]?.id ?? '' }, renamed);
    await platform.redis.restart();
    const back = answers.length;
    await waitFor(() => answers.length > back + 40, { what: 'load with Redis' });
    isOver = true;
    await load;
    expect(answers.flatMap(({ errors = [] }) => errors)).toEqual([]);
    await waitFor(async () => (await namesOn(gateway)).includes('Ada, sans Redis'), { what: 'the name after the gap' });
    await isKept(() => gateway.execute('{ categories { id title } }'));
  }, 90_000);
});

interface Entry {
  user: { displayName: string };
}

async function namesOn(asked: TestGateway): Promise<string[]> {
  return dataOf(await asked.execute(BOARD)).leaderboard.entries.map(({ user }: Entry) => user.displayName);
}

/** A gateway keeps nothing before it hears of changes. */
async function isKeeping(asked: TestGateway): Promise<void> {
  await waitFor(async () => /forgotten_total\{.*cause="gap"/.test(await asked.metrics()), { what: 'the cache' });
}

/** What is read is written after it was answered. */
async function isKept(read: () => Promise<GraphQLAnswer>, collection = ''): Promise<void> {
  await waitFor(
    async () => {
      const commands = await platform.commandsOf(async () => dataOf(await read()));
      return commands.filter((command) => command.endsWith(collection)).length === 0;
    },
    { what: 'it to be kept' },
  );
}

async function learner(displayName: string): Promise<{ id: string; token: string }> {
  const input = { email: `${randomUUID()}@doctorpy.test`, password: 'quatre mots pris au hasard', displayName };
  const register = 'mutation ($input: RegisterInput!) { register(input: $input) { user { id } } }';
  const id: string = dataOf(await plain.execute(register, { input })).register.user.id;
  const token = platform.tokenOf(id);
  const start = `mutation { startQuest(questId: "${QUEST}") { id } }`;
  const { startQuest } = dataOf(await plain.execute(start, {}, token));
  const answer = { progressId: startQuest.id, questionId: 'q1', answer: rightChoice(kept) };
  const submit = 'mutation ($input: SubmitAnswerInput!) { submitAnswer(input: $input) { verdict } }';
  dataOf(await plain.execute(submit, { input: answer }, token));
  return { id, token };
}

/** The part of an answer that must not depend on whether something was kept. */
function told({ data, errors }: GraphQLAnswer) {
  return { data, codes: errors?.map(({ path, extensions }) => [path, extensions.code]) };
}

/** Queries of which some are the same for everybody, some are not, and some are both. */
function arbitraryQuery(): fc.Arbitrary<string> {
  const some = (...fields: string[]) => fc.subarray(fields, { minLength: 1 }).map((chosen) => chosen.join(' '));
  const user = some(
    'id',
    'displayName',
    'stats { score }',
    'achievements { id }',
    'email',
    'privacy { hideStats }',
    'roles',
  );
  const quest = some(
    'id',
    'title',
    'summary',
    'myProgress { score status }',
    'category { title questCount }',
    'prerequisites { title }',
    'questions { id prompt }',
  );
  const category = some('id', 'title', 'questCount');
  const flag = fc.boolean();
  const root = fc.oneof(
    category.map((fields) => `categories { ${fields} }`),
    quest.map((fields) => `quest(id: "${QUEST}") { ${fields} }`),
    fc
      .tuple(fc.integer({ min: 1, max: 5 }), quest)
      .map(([first, fields]) => `quests(first: ${first}) { totalCount edges { node { ${fields} } } }`),
    fc
      .tuple(flag, user)
      .map(
        ([aroundMe, fields]) =>
          `leaderboard(aroundMe: ${aroundMe}) { totalPlayers me { rank score } entries { rank score name user { ${fields} } } }`,
      ),
    user.map((fields) => `me { ${fields} }`),
    some('id', 'title', 'points').map((fields) => `achievements { ${fields} }`),
    fc.constant('publicStats { learners questsPublished }'),
    fc.constant('promptTemplates { id title }'),
    fc.constant('users(first: 2) { edges { node { id displayName email } } }'),
    fc.constant('identityProviders { id label }'),
  );
  return fc
    .uniqueArray(root, { minLength: 1, maxLength: 2, selector: (one) => one.split(/[ ({]/)[0] })
    .map((roots) => `{ ${roots.join(' ')} }`);
}
