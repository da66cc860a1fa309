import type { Language } from '@doctorpy/service-kit/caller';
import type { Logger } from '@doctorpy/service-kit/logging';
import { fence } from '../indexing/formats/markdown.js';
import { analyse } from '../retrieval/analysis.js';
import { type LanguageModel, ModelFailedError } from './model.js';
import type { ChatMessage } from './prompt.js';
import type { PythonCheck, SyntaxProblem } from './python-check.js';
import { createTextCutter } from './text-cutter.js';

/** Has a model mend a program of its own that Python cannot read. */
export interface CodeRepair {
  /**
   * One attempt.
   * @returns the program, which can be read now; null when it failed or came too late
   * @throws the signal's reason when aborted
   */
  repair(code: string, problem: SyntaxProblem, circumstances: RepairCircumstances): Promise<string | null>;
}

/** How a repair is bounded. */
export interface RepairCircumstances {
  language: Language;
  signal: AbortSignal;
  deadline: AbortSignal;
  log: Logger;
}

/** Milliseconds one repair may take: a learner looks at an unfinished answer meanwhile. */
const patienceMs = 20_000;

/** How much of the program must be in what comes back: a repair changes signs, not the subject. */
const leastKept = 0.6;

/** Creates CodeRepair. */
export function createCodeRepair({ model, python }: { model: LanguageModel; python: PythonCheck }): CodeRepair {
  return {
    async repair(code, problem, { language, signal, deadline, log }) {
      let text = '';
      const onText = (more: string) => {
        text += more;
        return text.length < 4 * code.length + 400;
      };
      // Not a deadline of the model's: that a repair is no longer wanted is no failure of it.
      const soon = AbortSignal.timeout(patienceMs);
      try {
        const wanted = AbortSignal.any([signal, soon]);
        await model.generate(messagesFor(code, problem, language), { signal: wanted, deadline, onText });
      } catch (error) {
        signal.throwIfAborted();
        if (soon.aborted || error instanceof ModelFailedError) return null;
        throw error;
      }
      const repaired = programIn(text);
      if (repaired === null || keptOf(code, repaired) < leastKept) return null;
      return (await python.problemIn(repaired, log)) === null ? repaired : null;
    },
  };
}

function messagesFor(code: string, { line, hint }: SyntaxProblem, language: Language): ChatMessage[] {
  return [
    { role: 'system', content: rules[language] },
    { role: 'user', content: `${fence(code, 'python')}\n\n${place[language](line)} ${hint[language]}` },
  ];
}

const rules: Readonly<Record<Language, string>> = {
  fr: 'Vous corrigez la syntaxe d’un programme Python. Répondez par le programme corrigé seul, dans un bloc ```python, sans un mot de plus. Ne changez rien d’autre que l’erreur.',
  en: 'You correct the syntax of a Python program. Answer with the corrected program alone, in a ```python block, without another word. Change nothing but the error.',
};

const place: Readonly<Record<Language, (line: number) => string>> = {
  fr: (line) => `Erreur à la ligne ${line} :`,
  en: (line) => `Error at line ${line}:`,
};

/** The first code block; a text without any may be the program itself. */
function programIn(text: string): string | null {
  const cutter = createTextCutter();
  const block = [...cutter.push(text), ...cutter.finish()].find((piece) => piece.kind === 'code');
  const program = block?.code ?? text;
  return program.trim() === '' ? null : program.trimEnd();
}

function keptOf(code: string, repaired: string): number {
  const terms = new Set(analyse(code));
  const kept = new Set(analyse(repaired));
  return terms.size === 0 ? 1 : [...terms].filter((term) => kept.has(term)).length / terms.size;
}
