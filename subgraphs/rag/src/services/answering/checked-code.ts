import type { Language } from '@doctorpy/service-kit/caller';
import type { Logger } from '@doctorpy/service-kit/logging';
import { type CheckedPiece, type CheckedText, isPython } from './checked-text.js';
import type { CodeRepair } from './code-repair.js';
import type { KnownLinks } from './known-links.js';
import type { PythonCheck } from './python-check.js';
import { safeCode } from './safe-markdown.js';

/** What is needed to check the programs of one answer. */
export interface CodeChecks {
  text: Pick<CheckedText, 'accepts'>;
  python: PythonCheck;
  repair: CodeRepair;
  links: KnownLinks;
  language: Language;
  /** The learner's question: what it quotes of a program is theirs, and is not mended. */
  question: string;
  signal: AbortSignal;
  deadline: AbortSignal;
  log: Logger;
  /** Settles when the model has ended: whether it wrote its whole answer. It mends nothing before, nor in one that failed. */
  written: Promise<boolean>;
}

/** Blocks of one answer that a model may try to mend. */
const mostRepairs = 2;

/**
 * Creates the check of an answer's programs: the text to show for a block, its program read by Python. One that cannot be
 * read is mended by the model, once, or else shown with a note under it.
 */
export function createCheckedCode(checks: CodeChecks) {
  const { text, python, repair, links, language, question, signal, deadline, log, written } = checks;
  let repairs = 0;

  return async (piece: Extract<CheckedPiece, { kind: 'code' }>): Promise<string> => {
    if (!isPython(piece.language)) return piece.before + piece.text;
    const problem = await python.problemIn(piece.code, log);
    if (problem === null) return piece.before + piece.text;
    if (repairs < mostRepairs && !isQuoted(piece.code, question)) {
      repairs += 1;
      if (!(await written)) return piece.before + piece.text;
      const repaired = await repair.repair(piece.code, problem, { language, signal, deadline, log });
      log.info({ line: problem.line, repaired: repaired !== null }, 'answer.code_repair');
      if (repaired !== null && text.accepts(repaired, piece.language)) {
        return piece.before + safeCode({ code: repaired, language: piece.language }, links);
      }
    }
    return `${piece.before}${piece.text}\n\n> ${notes[language](problem.line, problem.hint[language])}`;
  };
}

const notes: Readonly<Record<Language, (line: number, hint: string) => string>> = {
  fr: (line, hint) => `⚠ Python ne peut pas lire ce code tel quel (ligne ${line}). ${hint}`,
  en: (line, hint) => `⚠ Python cannot read this code as it is (line ${line}). ${hint}`,
};

function isQuoted(code: string, question: string): boolean {
  const bare = (text: string) => text.replace(/\s+/g, '');
  return bare(question).includes(bare(code));
}
