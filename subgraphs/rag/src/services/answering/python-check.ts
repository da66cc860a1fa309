import type { GraderClient } from '@doctorpy/grader';
import type { Localised } from '@doctorpy/service-kit/errors';
import type { Logger } from '@doctorpy/service-kit/logging';

/** Why a program cannot be read. */
export interface SyntaxProblem {
  /** From 1, in the program as it was given. */
  line: number;
  hint: Localised;
}

/** Has Python read programs, without running them. */
export interface PythonCheck {
  /** @returns null when the program can be read, and when nobody is there to tell */
  problemIn(code: string, log: Logger): Promise<SyntaxProblem | null>;
}

/** Without a grader every program is taken as it is. */
export const noPythonCheck: PythonCheck = { problemIn: async () => null };

/** Creates a PythonCheck over the grader, which parses and compiles and does not execute. */
export function createPythonCheck(grader: Pick<GraderClient, 'check'>): PythonCheck {
  return {
    async problemIn(code, log) {
      const program = programOf(code);
      if (program === null) return null;
      try {
        const outcome = await grader.check(program);
        if (outcome.outcome === 'VALID' || fragments.has(outcome.kind)) return null;
        return { line: outcome.line, hint: outcome.hint };
      } catch (err) {
        log.info({ err }, 'answer.code_unchecked');
        return null;
      }
    },
  };
}

/** `return` and `break` outside of what they belong to: a fragment, as explanations show them. */
const fragments: ReadonlySet<string> = new Set(['OUTSIDE_FUNCTION', 'OUTSIDE_LOOP']);

/** What is to be read of a block, line for line: what is typed at prompts, or all of it without its common indentation. */
function programOf(code: string): string | null {
  const lines = code.split('\n');
  if (lines.some((line) => line.startsWith('>>>'))) {
    return lines.map((line) => /^(?:>>>|\.\.\.) ?(.*)$/.exec(line)?.[1] ?? '').join('\n');
  }
  const indents = lines.filter((line) => line.trim() !== '').map((line) => /^[ \t]*/.exec(line)?.[0].length ?? 0);
  if (indents.length === 0) return null;
  const common = Math.min(...indents);
  return lines.map((line) => line.slice(common)).join('\n');
}
