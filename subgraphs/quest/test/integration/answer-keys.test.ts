import { readFile } from 'node:fs/promises';
import { createLogger } from '@doctorpy/service-kit/logging';
import { dataOf } from '@doctorpy/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type FieldDefinitionNode, Kind, parse } from 'graphql';
import type { QuestionContent } from '../../src/services/content/content-schema.js';
import { isCode } from '../../src/services/grading/code.js';
import { rightAnswer, wrongAnswer } from './answers.js';
import { type QuestEnvironment, questEnvironment } from './environment.js';
import { QUESTION_FIELDS } from './question-fields.js';
import { workshop } from './workshop.js';

let quest: QuestEnvironment;
const logged: string[] = [];
beforeAll(async () => {
  const log = createLogger({ service: 'quest', level: 'trace', destination: { write: (line) => logged.push(line) } });
  quest = await questEnvironment({ withGrader: true, quests: [workshop], log });
}, 90_000);
afterAll(() => quest.close());

const EVERYTHING = `{ quests(first: 100) { totalCount edges { node { id questions { ${QUESTION_FIELDS} } } } } }`;

describe('no answer key leaves the subgraph', () => {
  it('in any question, in either language', async () => {
    const learner = quest.learner();
    for (const language of ['fr', 'en'] as const) {
      const { quests } = dataOf(await learner.execute(EVERYTHING, {}, language));
      expect(quests.totalCount).toBe(quest.content.quests.length);
      for (const { node } of quests.edges) {
        const authored = quest.content.quests.find(({ id }) => id === node.id);
        expect(node.questions).toHaveLength(authored?.questions.length ?? 0);
        for (const [index, question] of (authored?.questions ?? []).entries()) {
          expect({ id: node.id, leaks: leaksIn(question, node.questions[index]) }).toEqual({ id: node.id, leaks: [] });
        }
      }
    }
  });

  it('in a run, before anything was answered', async () => {
    const learner = quest.learner();
    for (const { id, questions } of quest.content.quests) {
      const answer = await learner.execute(
        `mutation ($id: ID!) { startQuest(questId: $id) { questions { state hintsRevealed lastAnswer question { ${QUESTION_FIELDS} } } } }`,
        { id },
      );
      for (const [index, run] of dataOf(answer).startQuest.questions.entries()) {
        const question = questions[index];
        if (!question) throw new Error(`${id} has no question ${index}`);
        expect(run).toMatchObject({ state: 'UNANSWERED', hintsRevealed: [], lastAnswer: null });
        expect(leaksIn(question, run.question)).toEqual([]);
      }
    }
  });
  it('in what a wrong answer is told, as long as the question can still be answered', async () => {
    for (const { id, questions } of quest.content.quests) {
      const learner = quest.learner();
      const progressId = await learner.start(id);
      for (const question of questions) {
        const input = { progressId, questionId: question.key, answer: wrongAnswer(question) };
        const told = await learner.execute(SUBMIT, { input });
        const { verdict, attemptsLeft } = dataOf(told).submitAnswer;
        expect(`${id} ${question.key} ${verdict}`).not.toContain(' CORRECT');
        if (attemptsLeft === 0) continue;
        expect({ id, key: question.key, leaks: secretsIn(question, JSON.stringify(told)) }).toEqual({
          id,
          key: question.key,
          leaks: [],
        });
      }
    }
  }, 240_000);

  it('in an error, whatever is sent', async () => {
    const learner = quest.learner();
    const progressId = await learner.start(workshop.id);
    for (const question of workshop.questions) {
      for (const answer of [
        [],
        ['{"$gt": ""}'],
        ['a', 'b', 'c', 'd', 'e'],
        ['x'.repeat(10_001)],
        ['\u0000'.repeat(9_999)],
      ]) {
        const input = { progressId, questionId: question.key, answer };
        const { errors = [] } = await learner.execute(SUBMIT, { input });
        expect(secretsIn(question, JSON.stringify(errors))).toEqual([]);
      }
    }
  }, 300_000);

  it('in a line of the log', () => {
    expect(logged.length).toBeGreaterThan(0);
    const lines = logged.join('\n');
    for (const { id, questions } of quest.content.quests) {
      for (const question of questions) {
        expect({ id, key: question.key, leaks: secretsIn(question, lines) }).toEqual({
          id,
          key: question.key,
          leaks: [],
        });
      }
    }
  });
});

describe('the API schema', () => {
  it('has no field that could hold an answer key, but for authors', async () => {
    const text = await readFile(new URL('../../../../schema/subgraphs/quest.graphql', import.meta.url), 'utf8');
    const fields = parse(text).definitions.flatMap((definition) =>
      definition.kind === Kind.OBJECT_TYPE_DEFINITION || definition.kind === Kind.INTERFACE_TYPE_DEFINITION
        ? (definition.fields ?? []).map((field) => ({
            name: `${definition.name.value}.${field.name.value}`,
            rule: ruleOf(field) ?? ruleOf(definition),
          }))
        : [],
    );
    // Why a quest is recommended: not the reason of a true-or-false question.
    const harmless = ['QuestRecommendation.reason'];
    const suspicious = fields
      .filter(({ rule, name }) => rule !== 'AUTHOR' && !harmless.includes(name))
      .map(({ name }) => name)
      .filter((name) =>
        /\.(answers?|accepted|solutions?|reason|mistakes|reference|output|source|expect|distractor)$/i.test(name),
      );
    expect(suspicious).toEqual([]);
    const telling = fields.filter(({ name }) => /\.(expected|explanation|correct|feedback|hintsRevealed)$/.test(name));
    for (const { name, rule } of telling) expect(`${name} ${rule}`).toMatch(/ (SELF|AUTHOR)$/);
    expect(telling.length).toBeGreaterThan(0);
  });
});

const SUBMIT = `mutation ($input: SubmitAnswerInput!) { submitAnswer(input: $input) {
  verdict attemptsLeft feedback explanation tests { name message input expected actual }
} }`;

function ruleOf({ directives = [] }: Pick<FieldDefinitionNode, 'directives'>): string | undefined {
  const rule = directives.find(({ name }) => name.value === 'access')?.arguments?.[0]?.value;
  return rule?.kind === Kind.STRING ? rule.value : undefined;
}

/** The texts that settle a question, as far as they are found in what somebody was told. */
function secretsIn(question: QuestionContent, told: string): string[] {
  const texts = [question.explanation];
  if (isTextual(question)) texts.push(...rightAnswer(question).filter((text) => text.length > 8));
  if (isCode(question)) {
    texts.push(...question.accepted.filter((text) => text.length > 8));
    const hidden = (question.tests ?? []).filter((test) => test.hidden);
    // A short one, such as 0, stands in many texts by chance.
    texts.push(...hidden.flatMap(({ call = '', stdout = '' }) => [call, stdout]).filter((text) => text.length > 8));
  }
  return texts.filter((text) => told.includes(JSON.stringify(text).slice(1, -1)));
}

/** Everything in the public JSON of a question that only its author, or a learner who has answered, may know. */
function leaksIn(question: QuestionContent, published: unknown): string[] {
  const strings = stringsIn(published);
  const json = JSON.stringify(published);
  const hidden = [question.explanation, ...question.hints.map(({ text }) => text), ...feedbacksIn(question)];
  return [
    ...secretsIn(question, json),
    ...hidden.filter((text) => strings.includes(text)),
    ...[
      'answer',
      'accepted',
      'solutions',
      'output',
      'feedback',
      'explanation',
      'mistakes',
      'distractor',
      'hints',
      'reason',
      'tests',
      'requires',
      'forbids',
    ]
      .map((name) => `"${name}":`)
      .filter((name) => json.includes(name)),
    ...(isTextual(question) ? rightAnswer(question).filter((text) => strings.includes(text)) : []),
    ...(question.type === 'ordering' ? orderLeaks(question.solutions, published) : []),
  ];
}

function isTextual({ type }: QuestionContent): boolean {
  return ['fillIn', 'predictOutput', 'code', 'repairCode'].includes(type);
}

function orderLeaks(solutions: string[][], published: unknown): string[] {
  const items = (published as { items: { id: string }[] }).items.map(({ id }) => id);
  return solutions
    .map((solution) => solution.map((step) => step.replace(/^\d+:/, '')).join())
    .filter((solution) => solution === items.join());
}

function feedbacksIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    name === 'feedback' && typeof inner === 'string' ? [inner] : feedbacksIn(inner),
  );
}

function stringsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsIn) : [];
}
