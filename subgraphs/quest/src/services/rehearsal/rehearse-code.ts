import type { PlacedProblem } from '../content/check-lists.js';
import { type CodeQuestion, gradeRequest } from '../grading/code.js';
import type { RehearsalGrader } from './rehearse-question.js';

/**
 * Puts tests and rules of a question to the test: every accepted solution must pass them by itself, and every mistake and
 * the program to start from must fail one, as if their syntax trees were not listed.
 */
export async function rehearseCode(question: CodeQuestion, grader: RehearsalGrader): Promise<PlacedProblem[]> {
  const problems = question.type === 'code' ? await untrueTests(question, grader) : [];
  if (!question.tests) return problems;
  const { accepted, ...rules } = gradeRequest(question, '');
  const reference = accepted?.[0] ?? '';
  const judge = async (submission: string): Promise<string | null> => {
    const { verdict, message, tests, constructs } = await grader.grade({
      ...rules,
      submission,
      mistakes: [],
      reference,
    });
    if (verdict === 'CORRECT') return null;
    const broken = tests.filter(({ passed }) => !passed).map(({ index, name }) => `tests[${index}] (${name.en})`);
    return [message?.en, ...broken, ...constructs.map((rule) => rule.message.en)].filter(Boolean).join('; ');
  };
  for (const [index, code] of question.accepted.entries()) {
    const failure = await judge(code);
    if (failure !== null) problems.push({ path: ['accepted', index], message: `fails its own tests: ${failure}` });
  }
  for (const { path, code } of wrongPrograms(question)) {
    if ((await judge(code)) === null) problems.push({ path, message: 'passes all tests: add a test that it fails' });
  }
  return problems;
}

function wrongPrograms(question: CodeQuestion): { path: PlacedProblem['path']; code: string }[] {
  const mistakes = question.mistakes.map(({ code }, index) => ({ path: ['mistakes', index, 'code'], code }));
  if (question.type === 'repairCode') return [...mistakes, { path: ['code'], code: question.code }];
  if (question.starterCode === undefined) return mistakes;
  return [...mistakes, { path: ['starterCode'], code: question.starterCode }];
}

/** Expressions shown beforehand that do not hold for the reference. */
async function untrueTests(
  { accepted, visibleTests }: Extract<CodeQuestion, { type: 'code' }>,
  grader: RehearsalGrader,
): Promise<PlacedProblem[]> {
  if (visibleTests.length === 0) return [];
  const { values } = await grader.run({ code: accepted[0] ?? '', evaluate: visibleTests });
  return visibleTests.flatMap((_test, index) => {
    const found = values[index]?.value ?? values[index]?.error?.message ?? 'nothing';
    return found === 'True'
      ? []
      : [{ path: ['visibleTests', index], message: `is not True of the first accepted solution but ${found}` }];
  });
}
