import { codesOf, dataOf } from '@doctorpy/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Learner, type QuestEnvironment, questEnvironment } from './environment.js';
import { workshop } from './workshop.js';

let quest: QuestEnvironment;
let learner: Learner;
let progressId: string;
beforeAll(async () => {
  quest = await questEnvironment({ quests: [workshop] });
  learner = quest.learner();
  progressId = await learner.start(workshop.id);
}, 60_000);
afterAll(() => quest.close());

const QUESTIONS = `query ($id: ID!) { quest(id: $id) { questions { __typename
  ... on TrueFalseQuestion { prompt reasons { id text } }
  ... on ExplainErrorQuestion { code stdin error steps { prompt choices { id text } } }
  ... on CodeQuestion { visibleTests }
  ... on RepairCodeQuestion { code visibleTests }
} } }`;

describe('questions about programs and reasons', () => {
  it('show what is asked, in the learner’s language where it is written', async () => {
    const read = async (language: 'fr' | 'en') =>
      dataOf(await learner.execute(QUESTIONS, { id: workshop.id }, language)).quest.questions;
    const [statement, error, code, repair] = await read('fr');
    expect(statement).toEqual({
      __typename: 'TrueFalseQuestion',
      prompt: '`age == 25` donne la valeur 25 à `age`.',
      reasons: [
        { id: 'a', text: '`==` affecte.' },
        { id: 'b', text: '`==` compare.' },
      ],
    });
    expect(error).toMatchObject({
      __typename: 'ExplainErrorQuestion',
      code: 'prix = input()\ntotal = prix + 3',
      stdin: ['12'],
      error: 'TypeError: can only concatenate str (not "int") to str',
      steps: [{ prompt: 'Où ?' }, { prompt: 'Pourquoi ?', choices: [{ id: 'a' }, { id: 'b' }] }],
    });
    expect(code).toEqual({ __typename: 'CodeQuestion', visibleTests: ['moyenne([10, 14]) == 12.0'] });
    expect(repair).toEqual({
      __typename: 'RepairCodeQuestion',
      code: 'prenom = input()\nprint("Bonjour", prenon)',
      visibleTests: ['# on tape\u00a0: Ana\n# s’affiche\u00a0:\nBonjour Ana'],
    });
    const [, inEnglish, , repairInEnglish] = await read('en');
    expect(inEnglish.steps).toMatchObject([{ prompt: 'Where?' }, { prompt: 'Pourquoi ?' }]);
    expect(repairInEnglish.visibleTests).toEqual(['# typed: Ana\n# printed:\nBonjour Ana']);
  });

  it('can be asked for by themselves, as federation does', async () => {
    const of = workshop.questions.map(({ key }, index) => ({
      __typename: ['TrueFalseQuestion', 'ExplainErrorQuestion', 'CodeQuestion', 'RepairCodeQuestion'][index],
      id: `${workshop.id}:${key}`,
    }));
    const found = await learner.execute(
      'query ($of: [_Any!]!) { _entities(representations: $of) { __typename ... on TrueFalseQuestion { key } ... on RepairCodeQuestion { key } } }',
      { of: [...of, { __typename: 'RepairCodeQuestion', id: `${workshop.id}:q1` }] },
    );
    expect(dataOf(found)._entities).toEqual([
      { __typename: 'TrueFalseQuestion', key: 'q1' },
      { __typename: 'ExplainErrorQuestion' },
      { __typename: 'CodeQuestion' },
      { __typename: 'RepairCodeQuestion', key: 'q4' },
      null,
    ]);
  });

  it('give part of the points for part of the answer', async () => {
    expect(await learner.submit(progressId, 'q1', ['false', 'a'])).toMatchObject({
      verdict: 'PARTIAL',
      scoreAwarded: 4,
      feedback: 'Comparez avec un seul signe égal.',
      explanation: null,
    });
    expect(await learner.submit(progressId, 'q2', ['b', 'b'])).toMatchObject({
      verdict: 'PARTIAL',
      scoreAwarded: 8,
      feedback: 'Ce nom existe bien.',
    });
    expect(await learner.submit(progressId, 'q2', ['b', 'a'])).toMatchObject({ verdict: 'CORRECT', scoreAwarded: 16 });
  });

  it.each([
    ['q1', ['false']],
    ['q1', ['faux', 'b']],
    ['q1', ['b', 'false']],
    ['q1', ['false', 'z']],
    ['q2', ['b']],
    ['q2', ['b', 'a', 'a']],
    ['q2', ['a=b', 'a']],
    ['q3', []],
    ['q4', ['', 'print(1)']],
  ])('refuse for %s an answer of another shape: %j', async (questionId, answer) => {
    const newcomer = quest.learner();
    const progressId = await newcomer.start(workshop.id);
    const refused = await newcomer.execute(
      'mutation ($input: SubmitAnswerInput!) { submitAnswer(input: $input) { verdict } }',
      { input: { progressId, questionId, answer } },
    );
    expect(codesOf(refused)).toEqual(['BAD_USER_INPUT']);
    expect(refused.errors?.[0]?.extensions.fields).toMatchObject([
      { path: ['input', 'answer'], code: 'WRONG_SHAPE', message: expect.stringContaining('attend') },
    ]);
  });
});
