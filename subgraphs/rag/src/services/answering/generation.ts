import type { Language } from '@doctorpy/service-kit/caller';
import type { Logger } from '@doctorpy/service-kit/logging';
import type { Passage } from '../retrieval/engine.js';
import type { Glossary } from '../retrieval/glossary.js';
import { createCheckedCode } from './checked-code.js';
import { type CheckedPiece, createCheckedText } from './checked-text.js';
import { createClaimCheck } from './claims.js';
import { createCodeRepair } from './code-repair.js';
import { type GenerationMetrics, type GenerationOutcome, silentGenerationMetrics } from './generation-metrics.js';
import { createLeakCheck } from './instructions-leak.js';
import type { KnownLinks } from './known-links.js';
import { type LanguageModel, ModelFailedError } from './model.js';
import type { ChatMessage } from './prompt.js';
import { noPythonCheck, type PythonCheck } from './python-check.js';
import { type Turnstile, TurnstileFullError } from './turnstile.js';

/** What is told while an answer is being made. */
export type Progress = { kind: 'delta'; text: string } | { kind: 'queued'; position: number };

/** How one generation is followed and bounded. */
export interface Following {
  /** Whose question it is: a learner has one generation at a time. */
  userId: string;
  tell: (progress: Progress) => void;
  /** Milliseconds that waiting for the model and generating may take together, before quotations are better. */
  patienceMs: number;
  signal: AbortSignal;
  log: Logger;
  /** Whether what was written so far, with its next piece, may be shown. */
  mayShow: (text: string) => Promise<boolean>;
}

/** What is to be written. */
export interface Assignment {
  messages: readonly ChatMessage[];
  /** What the model was told to do: no answer repeats it. */
  instructions: string;
  /** Numbered from 1 in this order, as in the messages. */
  passages: readonly Passage[];
  /** Where the text may lead. */
  links: KnownLinks;
  question: string;
  language: Language;
}

/**
 * A generated text and the numbers (from 1) of the passages it cites, in order of first use. `isCut`: it ends where its next
 * piece could not be shown.
 */
export interface Generated {
  text: string;
  cited: readonly number[];
  isCut: boolean;
}

/** Has the model write checked text, in turn with other questions. */
export interface Generation {
  /**
   * @returns null when the model gives no answer in time, or none that its passages bear, whatever the reason
   * @throws the signal's reason when aborted
   */
  write(assignment: Assignment, following: Following): Promise<Generated | null>;
}

/** What generating works with. */
export interface GenerationDeps {
  model: LanguageModel;
  turnstile: Turnstile;
  glossary: Glossary;
  /** @default none: programs are taken as they are */
  python?: PythonCheck;
  /** Whether sentences that no passage supports, on what passages are about, are left out instead of marked. @default false */
  dropDoubtful?: boolean;
  metrics?: GenerationMetrics;
}

/** Creates Generation over a model. */
export function createGeneration(deps: GenerationDeps): Generation {
  const { model, turnstile, glossary, python = noPythonCheck, dropDoubtful = false } = deps;
  const metrics = deps.metrics ?? silentGenerationMetrics;
  const repair = createCodeRepair({ model, python });

  return {
    async write(assignment, { userId, tell, patienceMs, signal, log, mayShow }) {
      const { messages, instructions, passages, links, question, language } = assignment;
      const checked = createCheckedText({
        passageCount: passages.length,
        claims: createClaimCheck({ passages, question, language, glossary }),
        leaks: createLeakCheck(
          instructions,
          passages.map((passage) => passage.text),
        ),
        links,
        mark: dropDoubtful ? null : marks[language],
      });
      const deadline = AbortSignal.timeout(patienceMs);
      let isWritten = () => {};
      const written = new Promise<void>((resolve) => {
        isWritten = resolve;
      });
      const codeText = createCheckedCode({
        text: checked,
        python,
        repair,
        links,
        language,
        question,
        signal,
        deadline,
        log,
        written,
      });

      let text = '';
      let isCut = false;
      let shown = Promise.resolve();
      const show = async (piece: CheckedPiece) => {
        if (isCut || signal.aborted) return;
        const delta = piece.kind === 'prose' ? piece.text : await codeText(piece);
        if (isCut || signal.aborted) return;
        isCut = !(await mayShow(text + delta));
        if (isCut || signal.aborted) return;
        text += delta;
        tell({ kind: 'delta', text: delta });
      };
      const showAll = (pieces: readonly CheckedPiece[]) => {
        for (const piece of joined(pieces)) shown = shown.then(() => show(piece));
        // Awaited at the end; until then a failure is nobody's.
        shown.catch(() => undefined);
      };

      const cameAt = performance.now();
      let turnAt: number | null = null;
      const end = (outcome: GenerationOutcome) =>
        metrics.ended(outcome, turnAt === null ? 0 : performance.now() - turnAt);
      const generate = async () => {
        turnAt = performance.now();
        metrics.waited(turnAt - cameAt);
        let begun = false;
        const onText = (raw: string) => {
          if (!begun) metrics.began(performance.now() - (turnAt ?? cameAt));
          begun = true;
          showAll(checked.push(raw));
          return !checked.isLooping() && !checked.isReciting() && !isCut;
        };
        try {
          await model.generate(messages, { signal, deadline, onText });
        } catch (error) {
          // What is still being checked comes too late to be told.
          isCut = true;
          throw error;
        } finally {
          isWritten();
        }
        showAll(checked.finish());
        await shown;
      };

      try {
        await turnstile.pass(generate, {
          who: userId,
          signal: AbortSignal.any([signal, deadline]),
          onPosition: (position) => tell({ kind: 'queued', position }),
        });
      } catch (error) {
        isCut = true;
        await shown.catch(() => undefined);
        end(outcomeOf(error, signal, deadline));
        signal.throwIfAborted();
        if (error instanceof TurnstileFullError) log.warn({ reason: error.message }, 'answer.queue_full');
        else if (deadline.aborted) log.warn({ patienceMs }, 'answer.model_too_late');
        else if (!(error instanceof ModelFailedError)) throw error;
        return null;
      }
      const counts = checked.counts();
      metrics.sentences(counts);
      if (counts.doubtful + counts.unsupported > 0) log.info(counts, 'answer.unsupported_sentences');
      if (checked.isReciting()) log.warn({}, 'answer.instructions_withheld');
      // The rags of an answer of which the passages bear next to nothing help nobody.
      const isBorne = leastBorne * counts.supported >= counts.doubtful + counts.unsupported;
      const isWhole = isAnswer(text) && !checked.isReciting() && isBorne;
      end(signal.aborted ? 'ABANDONED' : isWhole ? 'ANSWERED' : 'EMPTY');
      return isWhole ? { text, cited: checked.citedPassages(), isCut } : null;
    },
  };
}

/** For one sentence that a passage supports so many may be unsupported, and it is still an answer from the lessons. */
const leastBorne = 3;

/** After a sentence that no passage supports. */
const marks: Readonly<Record<Language, string>> = {
  fr: '*(non vérifié)*',
  en: '*(not verified)*',
};

/** Sentences that came together are judged and shown together. */
function joined(pieces: readonly CheckedPiece[]): CheckedPiece[] {
  const together: CheckedPiece[] = [];
  for (const piece of pieces) {
    const last = together.at(-1);
    if (last?.kind === 'prose' && piece.kind === 'prose') last.text += piece.text;
    else together.push({ ...piece });
  }
  return together;
}

function outcomeOf(error: unknown, signal: AbortSignal, deadline: AbortSignal): GenerationOutcome {
  if (signal.aborted) return 'ABANDONED';
  if (error instanceof TurnstileFullError) return 'QUEUE_FULL';
  if (deadline.aborted) return 'DEADLINE';
  return error instanceof ModelFailedError ? error.failure : 'FAILED';
}

/** A model that says nothing, or only signs, has not answered. */
function isAnswer(text: string): boolean {
  return (text.match(/\p{L}/gu)?.length ?? 0) >= 20;
}
