import { createHash } from 'node:crypto';
import { type GradeRequest, GraderRefusedError, GraderUnavailableError } from '@doctorpy/grader';
import { LRUCache } from 'lru-cache';
import pLimit from 'p-limit';
import type { CodeTest } from '../content/code-test-schema.js';
import { type CodeGrader, type CodeQuestion, gradeRequest } from '../grading/code.js';
import { normalised, type QuotedText, tokenCount } from './quoted-text.js';

/** Whether one of these programs would be a right answer; `unknown` when nobody could tell in time. */
export type Judgement = 'yes' | 'no' | 'unknown';

/** Tries programs. */
export interface ProgramTrials {
  /**
   * Gives the programs of a text to the grader as if the learner had handed them in: what would be right is a solution,
   * however it is written. Each block is tried whole and, where it holds several pieces, piece by piece.
   * @param deadline of `performance.now()`, after which the answer is `unknown`
   */
  holdSolution(questions: readonly CodeQuestion[], text: QuotedText, deadline: number): Promise<Judgement>;
}

/** Pairs of program and question that may be tried for one text. */
const MOST_GRADINGS = 60;
/** Fewer tokens are no program. */
const FEWEST_TOKENS = 3;
/** Of all checks together: learners wait for the same grader. */
const AT_ONCE = 2;
/** Outcomes remembered, some 100 bytes each. Lessons hold the same programs for everybody. */
const OUTCOMES = 20_000;

/** Creates ProgramTrials; what was tried is remembered by question and program, whoever asks. */
export function createProgramTrials(grader: CodeGrader): ProgramTrials {
  const outcomes = new LRUCache<string, 'right' | 'wrong'>({ max: OUTCOMES });
  const limit = pLimit(AT_ONCE);

  return {
    async holdSolution(questions, text, deadline) {
      const requests = questions.flatMap((question) =>
        candidates(text)
          .filter((program) => mayAnswer(question, program))
          .map((program) => gradeRequest(question, program)),
      );
      const open: { key: string; request: GradeRequest }[] = [];
      for (const request of requests) {
        const key = keyOf(request);
        const known = outcomes.get(key);
        if (known === 'right') return 'yes';
        if (known === undefined) open.push({ key, request });
      }
      if (open.length > MOST_GRADINGS) return 'unknown';
      for (const { key, request } of open) {
        const outcome = await limit(() => tryOne(request, deadline));
        if (outcome === null) return 'unknown';
        outcomes.set(key, outcome);
        if (outcome === 'right') return 'yes';
      }
      return 'no';
    },
  };

  async function tryOne(request: GradeRequest, deadline: number): Promise<'right' | 'wrong' | null> {
    if (performance.now() > deadline) return null;
    try {
      return (await grader.grade(request)).verdict === 'CORRECT' ? 'right' : 'wrong';
    } catch (error) {
      // What the grader refuses to read would not be accepted from a learner either.
      if (error instanceof GraderRefusedError) return 'wrong';
      if (error instanceof GraderUnavailableError) return null;
      throw error;
    }
  }
}

function keyOf(request: GradeRequest): string {
  return createHash('sha256').update(JSON.stringify(request)).digest('base64url');
}

function candidates({ programs }: QuotedText): string[] {
  const pieces = programs.flatMap((program) => [program, ...program.split(/\n\s*\n(?=\S)/)]);
  return [...new Set(pieces.map((piece) => piece.trimEnd()))].filter(
    (piece) => tokenCount(normalised(piece)) >= FEWEST_TOKENS,
  );
}

/**
 * What a program must hold to be right at all, so that most need not be tried: what the tests and rules ask for or, where
 * its syntax tree decides, the words of a solution.
 */
function mayAnswer(question: CodeQuestion, program: string): boolean {
  const words = wordsOf(program);
  const hasEach = (names: Iterable<string>) => [...names].every((name) => words.has(name));
  if (question.accepted.some((accepted) => hasEach(wordsOf(withoutComments(accepted))))) return true;
  return question.tests !== undefined && hasEach([...askedFor(question.tests), ...required(question)]);
}

function askedFor(tests: readonly CodeTest[]): string[] {
  return tests.flatMap(({ call, random, variable, stdin, stdout }) => {
    const called = random?.call ?? /^\s*([\p{L}_][\p{L}\p{N}_]*)\(/u.exec(call ?? '')?.[1];
    const prints = called === undefined && variable === undefined && stdout !== '' ? 'print' : undefined;
    const reads = stdin === undefined || stdin.length === 0 ? undefined : 'input';
    return [variable, called, prints, reads].flatMap((name) =>
      name === undefined || BUILT_IN.has(name) ? [] : [name],
    );
  });
}

/** Names that a rule demands: `call:sum`, `def:moyenne`. */
function required({ requires = [] }: CodeQuestion): string[] {
  return requires.flatMap((rule) => {
    const construct = typeof rule === 'string' ? rule : rule.construct;
    return /^(?:def|call|method|name):(.+)$/u.exec(construct)?.[1] ?? [];
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
