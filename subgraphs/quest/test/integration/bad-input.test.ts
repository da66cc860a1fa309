import { randomUUID } from 'node:crypto';
import type { GraphQLAnswer } from '@doctorpy/testkit';
import { codesOf } from '@doctorpy/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Learner, type QuestEnvironment, questEnvironment } from './environment.js';

let quest: QuestEnvironment;
let learner: Learner;
let progressId: string;
beforeAll(async () => {
  quest = await questEnvironment();
  learner = quest.learner();
  progressId = await learner.start('python_numbers_101');
}, 60_000);
afterAll(() => quest.close());

const SUBMIT = 'mutation ($input: SubmitAnswerInput!) { submitAnswer(input: $input) { verdict } }';
const OPERATOR = '{"$gt": ""}';

const submit = (by: Learner, input: object) => by.execute(SUBMIT, { input });
const problemOf = (answer: GraphQLAnswer) => answer.errors?.[0]?.extensions.fields;

describe('what does not exist is not found', () => {
  it('an unknown quest', async () => {
    const started = await learner.execute('mutation { startQuest(questId: "python_poetry_101") { id } }');
    expect(codesOf(started)).toEqual(['NOT_FOUND']);
    expect(started.errors?.[0]?.message).toBe('Cette quête n’existe pas.');
    const read = await learner.execute('{ quest(id: "python_poetry_101") { id } }');
    expect(read).toMatchObject({ data: { quest: null } });
  });

  it('an unknown progress, and operators in place of one', async () => {
    for (const id of [randomUUID(), OPERATOR, '', '[object Object]']) {
      const answer = await submit(learner, { progressId: id, questionId: 'q1', answer: 'a' });
      expect([id, ...codesOf(answer)]).toEqual([id, 'NOT_FOUND']);
    }
  });

  it('a question of another quest, by its id or by a key that this quest lacks', async () => {
    for (const questionId of ['python_variables_101:q1', 'q99', OPERATOR]) {
      expect(codesOf(await submit(learner, { progressId, questionId, answer: 'a' }))).toEqual(['NOT_FOUND']);
    }
  });

  it('somebody else’s progress, whatever one tries with it', async () => {
    const stranger = quest.learner();
    const refused = await Promise.all([
      submit(stranger, { progressId, questionId: 'q1', answer: 'a' }),
      stranger.execute('mutation ($id: ID!) { abandonQuest(progressId: $id) { id } }', { id: progressId }),
      stranger.execute('mutation ($id: ID!) { revealHint(progressId: $id, questionId: "q1") { state } }', {
        id: progressId,
      }),
    ]);
    expect(refused.flatMap(codesOf)).toEqual(['NOT_FOUND', 'NOT_FOUND', 'NOT_FOUND']);
    const entity = await stranger.execute(
      'query ($of: [_Any!]!) { _entities(representations: $of) { ... on QuestProgress { score } } }',
      { of: [{ __typename: 'QuestProgress', id: progressId }] },
    );
    expect(entity).toEqual({ data: { _entities: [null] } });
  });

  it('a learner’s runs are their own business', async () => {
    const answer = await quest
      .learner()
      .execute(
        'query ($of: [_Any!]!) { _entities(representations: $of) { ... on User { progress { totalCount } } } }',
        { of: [{ __typename: 'User', id: learner.userId }] },
      );
    expect(codesOf(answer)).toEqual(['FORBIDDEN']);
    expect(answer.data._entities).toEqual([{ progress: null }]);
  });

  it('the leaderboard of an unknown category', async () => {
    for (const category of ['python_poetry', OPERATOR, '*', '']) {
      const answer = await learner.execute('query ($c: String) { leaderboard(category: $c) { totalPlayers } }', {
        c: category,
      });
      expect([category, ...codesOf(answer)]).toEqual([category, 'NOT_FOUND']);
    }
  });
});

describe('an answer of the wrong shape is refused, says what was expected and costs no attempt', () => {
  it.each([
    ['a text for a choice', 'python_numbers_101', 'q2', ['50'], 'un seul choix'],
    ['two choices where one is right', 'python_numbers_101', 'q2', ['a', 'b'], 'un seul choix'],
    ['no choice', 'python_numbers_101', 'q3', [], 'choix'],
    ['a choice twice', 'python_numbers_101', 'q3', ['a', 'a'], 'chacun une fois'],
    ['operators', 'python_numbers_101', 'q3', [OPERATOR], 'choix'],
    ['too few blanks', 'python_numbers_101', 'q4', ['int'], '2 texte(s)'],
    ['an empty blank', 'python_numbers_101', 'q4', ['int', ' '], '2 texte(s)'],
    ['two outputs', 'python_numbers_101', 'q1', ['3.5', '3'], 'un seul texte'],
    ['an item twice', 'python_numbers_101', 'q5', ['a', 'a'], 'chacun une fois'],
    ['blank code', 'python_variables_101', 'q1', ['  \n'], 'code Python'],
    ['several programs', 'python_variables_101', 'q1', ['age = 25', 'age = 25'], 'code Python'],
  ])('%s', async (_what, questId, questionId, answer, expected) => {
    const id = await learner.start(questId);
    const refused = await submit(learner, { progressId: id, questionId, answer });
    expect(codesOf(refused)).toEqual(['BAD_USER_INPUT']);
    expect(problemOf(refused)).toEqual([
      { path: ['input', 'answer'], code: 'WRONG_SHAPE', message: expect.stringContaining(expected) },
    ]);
    const attempts = await quest.server.services.models.attempts.countDocuments({ progressId: id });
    expect(attempts).toBe(0);
  });

  it('100 kB of text, or a thousand items', async () => {
    for (const answer of ['a'.repeat(100_000), Array.from({ length: 1000 }, () => 'a')]) {
      const refused = await submit(learner, { progressId, questionId: 'q1', answer });
      expect(codesOf(refused)).toEqual(['BAD_USER_INPUT']);
      expect(problemOf(refused)).toMatchObject([{ code: 'TOO_LONG' }]);
    }
  });

  it('an idempotency key that is empty or endless', async () => {
    for (const idempotencyKey of ['', 'k'.repeat(201)]) {
      const refused = await submit(learner, { progressId, questionId: 'q2', answer: 'a', idempotencyKey });
      expect(problemOf(refused)).toMatchObject([{ path: ['input', 'idempotencyKey'], code: 'INVALID_LENGTH' }]);
    }
  });
});

describe('lists and leaderboards refuse what they cannot give', () => {
  it.each([
    '{ quests(first: 0) { totalCount } }',
    '{ quests(first: 101) { totalCount } }',
    '{ quests(after: "nonsense") { totalCount } }',
    `{ quests(search: "${'x'.repeat(201)}") { totalCount } }`,
    '{ leaderboard(first: 0) { totalPlayers } }',
    '{ leaderboard(first: 101) { totalPlayers } }',
    '{ leaderboard(afterRank: -1) { totalPlayers } }',
    '{ leaderboard(afterRank: 2000000) { totalPlayers } }',
    '{ leaderboard(afterRank: 3, aroundMe: true) { totalPlayers } }',
  ])('%s', async (query) => {
    expect(codesOf(await learner.execute(query))).toEqual(['BAD_USER_INPUT']);
  });

  it('“around me” needs somebody to be around', async () => {
    const answer = await quest.client.execute('{ leaderboard(aroundMe: true) { totalPlayers } }');
    expect(codesOf(answer)).toEqual(['UNAUTHENTICATED']);
  });

  it('a subscription with a wrong size ends with its error', async () => {
    const events = quest.client.subscribe('subscription { leaderboardChanged(first: 500) { totalPlayers } }');
    const outcome = await events.next().then(
      ({ value }) => JSON.stringify(value),
      (error: unknown) => JSON.stringify(error),
    );
    expect(outcome).toContain('BAD_USER_INPUT');
  });

  it('a search is text, not a pattern', async () => {
    const count = async (search: string) => {
      const answer = await learner.execute('query ($s: String) { quests(search: $s) { totalCount } }', { s: search });
      return answer.data.quests.totalCount;
    };
    expect(await count('.*')).toBe(0);
    expect(await count('$where')).toBe(0);
    expect(await count('PREMIÈRES variables')).toBe(1);
    expect(await count('premieres')).toBe(1);
  });
});

describe('a run that is over takes no more answers', () => {
  it('refuses answers and hints after it was given up, and starts afresh', async () => {
    const quitter = quest.learner();
    const id = await quitter.start('python_numbers_101');
    const given = await quitter.execute('mutation ($id: ID!) { abandonQuest(progressId: $id) { id status } }', { id });
    expect(given.data.abandonQuest).toEqual({ id, status: 'ABANDONED' });
    expect(codesOf(await submit(quitter, { progressId: id, questionId: 'q2', answer: 'b' }))).toEqual(['CONFLICT']);
    const hint = 'mutation ($id: ID!) { revealHint(progressId: $id, questionId: "q1") { state } }';
    expect(codesOf(await quitter.execute(hint, { id }))).toEqual(['CONFLICT']);
    expect(await quitter.start('python_numbers_101')).not.toBe(id);
  });

  it('refuses an answer once the attempts are used up, and explains then', async () => {
    const unlucky = quest.learner();
    const id = await unlucky.start('python_numbers_101');
    const results = [];
    for (const choice of ['a', 'c', 'd']) results.push(await unlucky.submit(id, 'q2', choice));
    expect(results.map(({ attemptsLeft }) => attemptsLeft)).toEqual([2, 1, 0]);
    expect(results.map(({ explanation }) => explanation !== null)).toEqual([false, false, true]);
    expect(codesOf(await submit(unlucky, { progressId: id, questionId: 'q2', answer: 'b' }))).toEqual(['CONFLICT']);
  });
});
