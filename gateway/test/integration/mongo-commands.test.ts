import { readFile } from 'node:fs/promises';
import { dataOf } from '@doctorpy/testkit';
import { afterAll, describe, expect, it } from '@jest/globals';
import { buildSchema } from 'graphql';
import { hasObjectLists, operations, textOf } from '../collection-operations.js';
import type { SubgraphName } from '../counted-platform.js';
import { entitiesOf, everyFieldOf } from '../entity-fields.js';
import {
  admin,
  afterFirst,
  answerId,
  conversationId,
  gateway,
  idsOf,
  people,
  platform,
  questOf,
  SIZES,
  type Size,
  templateId,
} from '../practised-platform.js';

const root = new URL('../../../', import.meta.url);

afterAll(() => platform.close());

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
  QuestDraft: (size) => ({ token: admin, variables: { id: questOf(size) } }),
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
  RatedAnswers: asAdminWithPage,
  DocumentPassages: asAdminWithPage,
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
    const withLists = [...operations].filter(([, operation]) => hasObjectLists(operation)).map(([name]) => name);
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
