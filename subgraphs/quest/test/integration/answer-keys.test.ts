import { dataOf } from '@doctorpy/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { QuestionContent } from '../../src/services/content/content-schema.js';
import { rightAnswer } from './answers.js';
import { type QuestEnvironment, questEnvironment } from './environment.js';

let quest: QuestEnvironment;
beforeAll(async () => {
  quest = await questEnvironment();
}, 60_000);
afterAll(() => quest.close());

const QUESTION = `__typename id key prompt points hintCount
  ... on SingleChoiceQuestion { choices { id text } }
  ... on MultipleChoiceQuestion { choices { id text } }
  ... on FillInQuestion { template blankCount }
  ... on OrderingQuestion { items { id text } indented }
  ... on MatchingQuestion { left { id text } right { id text } }
  ... on PredictOutputQuestion { code }
  ... on CodeQuestion { starterCode visibleTests }`;
const EVERYTHING = `{ quests(first: 100) { totalCount edges { node { id questions { ${QUESTION} } } } } }`;

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
        `mutation ($id: ID!) { startQuest(questId: $id) { questions { state hintsRevealed lastAnswer question { ${QUESTION} } } } }`,
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
});

/** Everything in the public JSON of a question that only its author, or a learner who has answered, may know. */
function leaksIn(question: QuestionContent, published: unknown): string[] {
  const strings = stringsIn(published);
  const json = JSON.stringify(published);
  const hidden = [question.explanation, ...question.hints.map(({ text }) => text), ...feedbacksIn(question)];
  return [
    ...hidden.filter((text) => strings.includes(text)),
    ...['answer', 'accepted', 'solutions', 'output', 'feedback', 'explanation', 'mistakes', 'distractor', 'hints']
      .map((name) => `"${name}":`)
      .filter((name) => json.includes(name)),
    ...(isTextual(question) ? rightAnswer(question).filter((text) => strings.includes(text)) : []),
    ...(question.type === 'ordering' ? orderLeaks(question.solutions, published) : []),
  ];
}

function isTextual({ type }: QuestionContent): boolean {
  return type === 'fillIn' || type === 'predictOutput' || type === 'code';
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
