import type { RunOutcome } from '@doctorpy/grader';
import type { PlacedProblem } from '../content/check-lists.js';
import type { QuestionContent, QuestionOfType } from '../content/content-schema.js';
import { BLANK } from '../content/question-schema.js';
import { normalOutput } from '../grading/predict-output.js';
import { blanksWith } from './listed-answers.js';
import type { RehearsalGrader } from './rehearse-question.js';

/** Runs or parses the Python that a question shows; returns what does not do what it says. */
export async function rehearsePrograms(question: QuestionContent, grader: RehearsalGrader): Promise<PlacedProblem[]> {
  const problems = await unreadable(shownPrograms(question), grader);
  switch (question.type) {
    case 'predictOutput':
      return [...problems, ...(await predicted(question, grader))];
    case 'explainError':
      return [...problems, ...(await explained(question, grader))];
    case 'fillIn':
      return [...problems, ...(await alike(filledTemplates(question), grader))];
    case 'ordering':
      return [...problems, ...(await alike(orderedPrograms(question), grader))];
    default:
      return problems;
  }
}

interface Program {
  path: PlacedProblem['path'];
  code: string;
}

/** Programs that learners read as Python: they must parse. */
function shownPrograms(question: QuestionContent): Program[] {
  const fenced = (['prompt', 'explanation'] as const).flatMap((field) =>
    [...question[field].matchAll(/```python\n(.*?)```/gs)].map(([, code = '']) => ({ path: [field], code })),
  );
  if (question.type === 'code' && question.starterCode !== undefined) {
    return [...fenced, { path: ['starterCode'], code: question.starterCode }];
  }
  return fenced;
}

async function unreadable(programs: Program[], grader: RehearsalGrader): Promise<PlacedProblem[]> {
  const problems: PlacedProblem[] = [];
  for (const { path, code } of programs) {
    const outcome = await grader.check(code);
    if (outcome.outcome !== 'SYNTAX_ERROR') continue;
    const message = `holds Python that does not parse, at its line ${outcome.line}: ${outcome.hint.en}`;
    problems.push({ path, message });
  }
  return problems;
}

/** Variants of one text: if the first is Python, the others must be, too. */
async function alike([first, ...others]: Program[], grader: RehearsalGrader): Promise<PlacedProblem[]> {
  if (!first || (await grader.check(first.code)).outcome === 'SYNTAX_ERROR') return [];
  return unreadable(others, grader);
}

function filledTemplates(question: QuestionOfType<'fillIn'>): Program[] {
  return question.blanks.flatMap(({ accepted }, blank) =>
    accepted.map((text, index) => {
      const texts = blanksWith(question, blank, text);
      const code = question.template.replaceAll(BLANK, () => texts.shift() ?? '');
      return { path: ['blanks', blank, 'accepted', index], code };
    }),
  );
}

function orderedPrograms({ items, solutions }: QuestionOfType<'ordering'>): Program[] {
  const textOf = (id: string) => items.find((item) => item.id === id)?.text ?? '';
  return solutions.map((solution, index) => {
    const lines = solution.map((step) => {
      const [, depth = '0', id = ''] = /^(?:(\d+):)?(.*)$/.exec(step) ?? [];
      return textOf(id).replace(/^/gm, '    '.repeat(Number(depth)));
    });
    return { path: ['solutions', index], code: lines.join('\n') };
  });
}

async function predicted(question: QuestionOfType<'predictOutput'>, grader: RehearsalGrader): Promise<PlacedProblem[]> {
  const { code, stdin = [], output } = question;
  const outcome = await grader.run({ code, stdin });
  if (outcome.cause !== null) return [{ path: ['code'], message: `does not run to its end: ${ending(outcome)}` }];
  if (normalOutput(outcome.stdout) === normalOutput(output)) return [];
  return [{ path: ['output'], message: `is not what Python prints: ${JSON.stringify(outcome.stdout)}` }];
}

async function explained(question: QuestionOfType<'explainError'>, grader: RehearsalGrader): Promise<PlacedProblem[]> {
  const { code, stdin = [], error } = question;
  const outcome = await grader.run({ code, stdin });
  if (outcome.error === null) return [{ path: ['code'], message: `raises no error: ${ending(outcome)}` }];
  const raised = lastLine(outcome.error);
  return raised === error ? [] : [{ path: ['error'], message: `is not what Python says: ${raised}` }];
}

function ending({ cause, error }: RunOutcome): string {
  return error ? `${lastLine(error)} (line ${error.line ?? 'unknown'})` : (cause ?? 'it runs to its end');
}

/** As Python ends a traceback. */
function lastLine({ type, message }: { type: string; message: string }): string {
  return message === '' ? type : `${type}: ${message}`;
}
