import { GraderRefusedError, GraderUnavailableError } from '@doctorpy/grader';
import type { CodeTest } from '../content/code-test-schema.js';
import { type CodeGrader, type CodeQuestion, gradeRequest } from '../grading/code.js';
import { normalised, type QuotedText, tokenCount } from './quoted-text.js';

/** Whether one of these programs would be a right answer; `unknown` when nobody could tell. */
export type Judgement = 'yes' | 'no' | 'unknown';

/** Programs of one text that are tried; a text with more is not an answer to a question. */
const MOST_PROGRAMS = 12;
/** Pairs of program and question that are tried for one text; at 10 ms each, some three seconds of a busy grader. */
const MOST_GRADINGS = 240;
/** Fewer tokens are no program. */
const FEWEST_TOKENS = 3;

/**
 * Gives the programs of a text to the grader as if the learner had handed them in: what would be right is a solution,
 * however it is written. Each block is tried whole and, where it holds several pieces, piece by piece.
 */
export async function holdsSolution(
  questions: readonly CodeQuestion[],
  text: QuotedText,
  grader: CodeGrader,
): Promise<Judgement> {
  const programs = candidates(text);
  if (programs.length > MOST_PROGRAMS) return questions.length === 0 ? 'no' : 'unknown';
  const pairs = programs.flatMap((program) =>
    questions.filter((question) => mayAnswer(question, program)).map((question) => gradeRequest(question, program)),
  );
  if (pairs.length > MOST_GRADINGS) return 'unknown';
  // One after the other: learners wait for the same grader.
  for (const request of pairs) {
    try {
      if ((await grader.grade(request)).verdict === 'CORRECT') return 'yes';
    } catch (error) {
      if (error instanceof GraderUnavailableError) return 'unknown';
      // What the grader refuses to read would not be accepted from a learner either.
      if (!(error instanceof GraderRefusedError)) throw error;
    }
  }
  return 'no';
}

function candidates({ programs }: QuotedText): string[] {
  const pieces = programs.flatMap((program) => [program, ...program.split(/\n\s*\n(?=\S)/)]);
  return [...new Set(pieces.map((piece) => piece.trimEnd()))].filter(
    (piece) => tokenCount(normalised(piece)) >= FEWEST_TOKENS,
  );
}

/**
 * What a program must hold to be right at all, so that most need not be tried: the functions and variables that the tests
 * ask for or, where its syntax tree decides, the words of a solution.
 */
function mayAnswer(question: CodeQuestion, program: string): boolean {
  const words = wordsOf(program);
  const hasEach = (names: Iterable<string>) => [...names].every((name) => words.has(name));
  return (
    hasEach(askedFor(question.tests ?? [])) ||
    question.accepted.some((accepted) => hasEach(wordsOf(withoutComments(accepted))))
  );
}

function askedFor(tests: readonly CodeTest[]): string[] {
  return tests.flatMap(({ call, random, variable }) => {
    const called = random?.call ?? /^\s*([\p{L}_][\p{L}\p{N}_]*)\(/u.exec(call ?? '')?.[1];
    return [variable, called].flatMap((name) => (name === undefined || BUILT_IN.has(name) ? [] : [name]));
  });
}

/** Python's own functions that tests wrap around a call: `round(moyenne([1, 2]), 2)`. */
const BUILT_IN: ReadonlySet<string> = new Set(
  'abs all any bool dict float int isinstance len list max min repr round set sorted str sum tuple type'.split(' '),
);

function wordsOf(program: string): Set<string> {
  return new Set(program.match(/[\p{L}_][\p{L}\p{N}_]*/gu) ?? []);
}

function withoutComments(program: string): string {
  return program.replace(/#.*$/gm, '');
}
