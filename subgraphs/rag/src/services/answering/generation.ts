import type { Language } from '@doctorpy/service-kit/caller';
import type { Logger } from '@doctorpy/service-kit/logging';
import type { Passage } from '../retrieval/engine.js';
import type { Glossary } from '../retrieval/glossary.js';
import { createCheckedCode } from './checked-code.js';
import { type CheckedText, createCheckedText } from './checked-text.js';
import { createClaimCheck } from './claims.js';
import { createCodeRepair } from './code-repair.js';
import { type GenerationMetrics, type GenerationOutcome, silentGenerationMetrics } from './generation-metrics.js';
import { createLeakCheck } from './instructions-leak.js';
import type { KnownLinks } from './known-links.js';
import { type LanguageModel, ModelFailedError } from './model.js';
import type { ChatMessage } from './prompt.js';
import { noPythonCheck, type PythonCheck } from './python-check.js';
import { createShownText } from './shown-text.js';
import { createThoughts } from './thoughts.js';
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
 * piece could not be shown. `isFull`: it ends after the last whole sentence, where the model had no more room.
 */
export interface Generated {
  text: string;
  cited: readonly number[];
  isCut: boolean;
  isFull: boolean;
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
      let hasWritten = (_whole: boolean) => {};
      const written = new Promise<boolean>((resolve) => {
        hasWritten = resolve;
      });
      const code = { text: checked, python, repair, links, language, question, signal, deadline, log, written };
      const shown = createShownText({
        textOf: createCheckedCode(code),
        mayShow,
        tell: (text) => tell({ kind: 'delta', text }),
        signal,
      });
      const timer = createTimer(metrics);
      const thoughts = createThoughts();
      let isFull = false;

      const generate = async () => {
        timer.turn();
        const onText = (raw: string) => {
          timer.text();
          shown.show(checked.push(thoughts.leaveOut(raw)));
          return !checked.isLooping() && !checked.isReciting() && !shown.isCut();
        };
        try {
          const onFull = () => {
            isFull = true;
          };
          await model.generate(messages, { signal, deadline, onText, onFull });
          hasWritten(true);
        } catch (error) {
          hasWritten(false);
          throw error;
        }
        shown.show(isFull || checked.isLooping() ? checked.breakOff() : checked.finish());
        await shown.settled();
      };

      try {
        await turnstile.pass(generate, {
          who: userId,
          signal: AbortSignal.any([signal, deadline]),
          onPosition: (position) => tell({ kind: 'queued', position }),
        });
      } catch (error) {
        // What is still being checked comes too late to be told.
        shown.cut();
        await shown.settled().catch(() => undefined);
        timer.end(outcomeOf(error, signal, deadline));
        signal.throwIfAborted();
        if (error instanceof TurnstileFullError) log.warn({ reason: error.message }, 'answer.queue_full');
        else if (deadline.aborted) log.warn({ patienceMs }, 'answer.model_too_late');
        else if (!(error instanceof ModelFailedError)) throw error;
        return null;
      }
      const counts = checked.counts();
      metrics.sentences(counts);
      if (counts.doubtful + counts.unsupported > 0) log.info(counts, 'answer.unsupported_sentences');
      if (isFull) log.info({}, 'answer.at_greatest_length');
      if (checked.isReciting()) log.warn({}, 'answer.instructions_withheld');
      const text = shown.text();
      const isWhole = isAnswer(text) && !checked.isReciting() && isBorne(counts);
      timer.end(signal.aborted ? 'ABANDONED' : isWhole ? 'ANSWERED' : 'EMPTY');
      return isWhole ? { text, cited: checked.citedPassages(), isCut: shown.isCut(), isFull } : null;
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

/** The rags of an answer of which the passages bear next to nothing help nobody. */
function isBorne({ supported, doubtful, unsupported }: ReturnType<CheckedText['counts']>): boolean {
  return leastBorne * supported >= doubtful + unsupported;
}

/** Measures one generation, from when it came. */
function createTimer(metrics: GenerationMetrics) {
  const cameAt = performance.now();
  let turnAt: number | null = null;
  let hasText = false;
  const sinceTurn = () => (turnAt === null ? 0 : performance.now() - turnAt);
  return {
    turn() {
      turnAt = performance.now();
      metrics.waited(turnAt - cameAt);
    },
    text() {
      if (!hasText) metrics.began(sinceTurn());
      hasText = true;
    },
    end: (outcome: GenerationOutcome) => metrics.ended(outcome, sinceTurn()),
  };
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
