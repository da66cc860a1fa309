import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createGrader, createGraderClient, type Grader, type GraderClient } from '@doctorpy/grader';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { QuestionContent } from '../../../src/services/content/content-schema.js';
import { loadContent } from '../../../src/services/content/load-content.js';
import { gradeAnswer } from '../../../src/services/grading/grade-answer.js';

const { quests } = loadContent(new URL('../../../content/', import.meta.url));
const questions = quests.flatMap(({ id, questions }) =>
  questions.map((question) => ({ id: `${id}:${question.key}`, question })),
);

let folder: string;
let grader: Grader;
let client: GraderClient;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'quest-content-'));
  const socketPath = join(folder, 'grader.sock');
  const silent = { info: () => {}, warn: () => {}, error: () => {} };
  grader = await createGrader({ socketPath, log: silent, interpreters: 1, deadlineMs: 30_000 });
  await grader.listen();
  client = createGraderClient({ socketPath, timeoutMs: 40_000 });
}, 60_000);

afterAll(async () => {
  await client.close();
  await grader.close();
  await rm(folder, { recursive: true, force: true });
});

describe('every authored question', () => {
  it.each(questions)('$id takes each of its right answers', async ({ question }) => {
    for (const answer of rightAnswers(question)) {
      expect({ answer, ...(await gradeAnswer(question, answer, client)) }).toMatchObject({
        answer,
        verdict: 'CORRECT',
      });
    }
  });

  it.each(questions)('$id answers each named mistake with its own feedback', async ({ question }) => {
    for (const { answer, feedback } of namedMistakes(question)) {
      const grade = await gradeAnswer(question, answer, client);
      expect(grade.verdict).not.toBe('CORRECT');
      expect(grade.feedback?.fr).toContain(feedback);
    }
  });
});

it('shows learners Python that parses', async () => {
  const programs = questions.flatMap(({ question }) => [
    ...('starterCode' in question && question.starterCode ? [question.starterCode] : []),
    ...('visibleTests' in question ? question.visibleTests : []),
    ...(question.type === 'predictOutput' ? [question.code] : []),
    ...[...question.prompt.matchAll(/```python\n(.*?)```/gs)].map(([, program = '']) => program),
  ]);
  expect(programs.length).toBeGreaterThan(0);
  for (const program of programs) {
    expect({ program, ...(await client.check(program)) }).toMatchObject({ program, outcome: 'VALID' });
  }
});

/** Answers in the form in which learners send them. */
function rightAnswers(question: QuestionContent): string[][] {
  switch (question.type) {
    case 'singleChoice':
      return [[question.answer]];
    case 'multipleChoice':
      return [question.answer, [...question.answer].reverse()];
    case 'fillIn':
      return variants(question.blanks.map(({ accepted }) => accepted));
    case 'ordering':
      return question.solutions;
    case 'matching':
      return [Object.entries(question.answer).map(([left, right]) => `${left}=${right}`)];
    case 'predictOutput':
      return [[question.output], [`${question.output}\n`]];
    case 'code':
      return question.accepted.map((code) => [`${code}  # voilà`]);
  }
}

function namedMistakes(question: QuestionContent): { answer: string[]; feedback: string }[] {
  switch (question.type) {
    case 'singleChoice':
    case 'multipleChoice':
      return question.choices.flatMap(({ id, feedback }) => (feedback ? [{ answer: [id], feedback }] : []));
    case 'fillIn':
      return question.blanks.flatMap(({ mistakes }, blank) =>
        mistakes.map(({ answer, feedback }) => ({
          answer: question.blanks.map(({ accepted }, index) => (index === blank ? answer : (accepted[0] ?? ''))),
          feedback,
        })),
      );
    case 'ordering':
      return question.mistakes;
    case 'matching':
      return question.mistakes.map(({ left, right, feedback }) => ({
        answer: Object.entries({ ...question.answer, [left]: right }).map((pair) => pair.join('=')),
        feedback,
      }));
    case 'predictOutput':
      return question.mistakes.map(({ answer, feedback }) => ({ answer: [answer], feedback }));
    case 'code':
      return question.mistakes.map(({ code, feedback }) => ({ answer: [code], feedback }));
  }
}

/** Each value of each blank, once; the other blanks hold their first value. */
function variants(blanks: string[][]): string[][] {
  return blanks.flatMap((accepted, blank) =>
    accepted.map((value) => blanks.map((others, index) => (index === blank ? value : (others[0] ?? '')))),
  );
}
