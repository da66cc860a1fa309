import { silentLogger } from '@doctorpy/service-kit/logging';
import { dataOf } from '@doctorpy/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import mongoose from 'mongoose';
import { publishContent } from '../../src/services/publishing/publish-content.js';
import { type QuestEnvironment, questEnvironment } from './environment.js';

let quest: QuestEnvironment;
beforeAll(async () => {
  quest = await questEnvironment();
}, 60_000);
afterAll(() => quest.close());

describe('the catalogue', () => {
  it('lists the quests of a category in learning order', async () => {
    const answer = await quest.client.execute('{ quests(category: "python_basics") { edges { node { id } } } }');
    const ids = dataOf(answer).quests.edges.map(({ node }: { node: { id: string } }) => node.id);
    const authored = quest.content.quests.filter(({ category }) => category === 'python_basics');
    expect(ids).toEqual(authored.map(({ id }) => id));
    expect(ids[0]).toBe('python_variables_101');
  });

  it('reads any number of quests with everything in them in a handful of queries', async () => {
    const learner = quest.learner();
    await learner.start('python_variables_101');
    const queries = await countQueries(async () => {
      const answer = await learner.execute(`{ quests(first: 100) { totalCount edges { node {
        title category { title questCount } prerequisites { title category { title } }
        questions { id prompt } myProgress { score questions { state question { id } } }
      } } } }`);
      expect(dataOf(answer).quests.totalCount).toBeGreaterThanOrEqual(6);
    });
    // Quests and their number, categories, their counts, prerequisites, the caller's runs, the versions of these.
    expect(queries.sort()).toEqual([
      'quest_categories.find',
      'quest_progress.find',
      'quest_versions.find',
      'quests.aggregate',
      'quests.countDocuments',
      'quests.find',
      'quests.find',
    ]);
  });

  it('pages through all quests, once each', async () => {
    const seen: string[] = [];
    let after: string | null = null;
    for (;;) {
      const answer = await quest.client.execute(
        'query ($after: String) { quests(first: 2, after: $after) { edges { node { id } } pageInfo { hasNextPage endCursor } } }',
        { after },
      );
      const { edges, pageInfo } = dataOf(answer).quests;
      seen.push(...edges.map(({ node }: { node: { id: string } }) => node.id));
      if (!pageInfo.hasNextPage) break;
      after = pageInfo.endCursor;
    }
    expect(seen).toEqual(quest.content.quests.map(({ id }) => id));
  });

  it('refuses a cursor whose place in the catalogue is none', async () => {
    for (const place of ['NaN', '1e999', '1.5']) {
      const after = Buffer.from(JSON.stringify([place, 'python_variables_101'])).toString('base64url');
      const { errors } = await quest.client.execute('query ($after: String) { quests(after: $after) { totalCount } }', {
        after,
      });
      expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['BAD_USER_INPUT']);
    }
  });

  it('finds words between control characters, which no pattern may hold', async () => {
    const query = 'query ($search: String) { quests(search: $search) { totalCount } }';
    const plain = dataOf(await quest.client.execute(query, { search: 'variables' }));
    expect(plain.quests.totalCount).toBeGreaterThan(0);
    expect(dataOf(await quest.client.execute(query, { search: '\0variables\u0001' }))).toEqual(plain);
  });

  it('resolves what other subgraphs refer to', async () => {
    const of = [
      { __typename: 'Quest', id: 'python_variables_101' },
      { __typename: 'Quest', id: 'python_poetry_101' },
      { __typename: 'QuestCategory', id: 'python_basics' },
      { __typename: 'CodeQuestion', id: 'python_variables_101:q1' },
      { __typename: 'FillInQuestion', id: 'python_variables_101:q1' },
      { __typename: 'Achievement', id: 'first_correct_answer' },
      { __typename: 'User', id: 'somebody-who-never-played' },
    ];
    const answer = await quest.client.execute(
      `query ($of: [_Any!]!) { _entities(representations: $of) {
        ... on Quest { title myProgress { id } } ... on QuestCategory { title } ... on CodeQuestion { key }
        ... on Achievement { title } ... on User { stats { score level scoreToNextLevel } achievements { id } }
      } }`,
      { of },
    );
    expect(dataOf(answer)._entities).toEqual([
      { title: 'Vos premières variables', myProgress: null },
      null,
      { title: 'Bases de Python' },
      { key: 'q1' },
      null,
      { title: 'Premier pas' },
      { stats: { score: 0, level: 1, scoreToNextLevel: 100 }, achievements: [] },
    ]);
  });

  it('lists a learner’s runs, newest first, and counts everybody’s', async () => {
    const learner = quest.learner();
    for (const { id } of quest.content.quests.slice(0, 3)) await learner.start(id);
    const of = [{ __typename: 'User', id: learner.userId }];
    const answer = await learner.execute(
      `query ($of: [_Any!]!) { _entities(representations: $of) { ... on User {
        progress(first: 2) { totalCount pageInfo { hasNextPage } edges { node { quest { id } status } } }
      } } }`,
      { of },
    );
    expect(dataOf(answer)._entities[0].progress).toMatchObject({
      totalCount: 3,
      pageInfo: { hasNextPage: true },
      edges: [
        { node: { quest: { id: quest.content.quests[2]?.id }, status: 'IN_PROGRESS' } },
        { node: { quest: { id: quest.content.quests[1]?.id } } },
      ],
    });
    const stats = '{ publicStats { learners questsPublished questsCompleted answersSubmitted activeToday } }';
    expect(dataOf(await quest.client.execute(stats)).publicStats).toMatchObject({
      learners: 2,
      questsPublished: quest.content.quests.length,
      questsCompleted: 0,
      answersSubmitted: 0,
    });
  });
});

describe('publishing content', () => {
  const publish = (content = quest.content) => {
    const { models, outbox } = quest.server.services;
    return publishContent({ connection: quest.connection, models, outbox, log: silentLogger() }, content);
  };
  const published = () => quest.connection.collection('outbox').countDocuments({ name: 'QUEST_PUBLISHED' });

  it('changes nothing the second time, and tells of each quest once', async () => {
    expect(await publish()).toEqual([]);
    expect(await published()).toBe(quest.content.quests.length);
  });

  it('makes a changed quest a new version, while learners keep the one they began', async () => {
    const [first, ...others] = quest.content.quests;
    if (!first) throw new Error('there is no quest');
    const learner = quest.learner();
    const progressId = await learner.start(first.id);
    const questions = first.questions.map((question, index) => (index === 0 ? { ...question, points: 40 } : question));
    expect(await publish({ ...quest.content, quests: [{ ...first, questions }, ...others] })).toEqual([first.id]);
    const maxScore = async () =>
      dataOf(await learner.execute(`{ quest(id: "${first.id}") { maxScore } }`)).quest.maxScore;
    expect(await maxScore()).toBe(questions.reduce((sum, { points }) => sum + points, 0));
    const run = await learner.execute(
      `mutation { startQuest(questId: "${first.id}") { id questions { question { points } } } }`,
    );
    expect(dataOf(run).startQuest).toMatchObject({
      id: progressId,
      questions: first.questions.map(({ points }) => ({ question: { points } })),
    });
    const newcomer = quest.learner();
    const fresh = await newcomer.execute(
      `mutation { startQuest(questId: "${first.id}") { questions { question { points } } } }`,
    );
    expect(dataOf(fresh).startQuest.questions[0]).toEqual({ question: { points: 40 } });
    // Back to what was authored is a third version, not the first one again.
    expect(await publish()).toEqual([first.id]);
    expect(await quest.server.services.catalogue.newest(first.id)).toMatchObject({ version: first.version + 2 });
  });
});

async function countQueries(act: () => Promise<void>): Promise<string[]> {
  const queries: string[] = [];
  mongoose.set('debug', (collection: string, method: string) => {
    // Events are moved in the background meanwhile.
    if (/^quest/.test(collection)) queries.push(`${collection}.${method}`);
  });
  try {
    await act();
  } finally {
    mongoose.set('debug', false);
  }
  return queries;
}
