import type { Logger } from '@doctorpy/service-kit/logging';
import { createCheckedText } from './checked-text.js';
import { type LanguageModel, ModelFailedError } from './model.js';
import type { ChatMessage } from './prompt.js';
import { type Turnstile, TurnstileFullError } from './turnstile.js';

/** What is told while an answer is being made. */
export type Progress = { kind: 'delta'; text: string } | { kind: 'queued'; position: number };

/** How one generation is followed and bounded. */
export interface Following {
  tell: (progress: Progress) => void;
  /** Milliseconds that waiting for the model and generating may take together, before quotations are better. */
  patienceMs: number;
  signal: AbortSignal;
  log: Logger;
  /** Whether what was written so far, with its next piece, may be shown. */
  mayShow: (text: string) => Promise<boolean>;
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
   * @returns null when the model gives no answer in time, whatever the reason
   * @throws the signal's reason when aborted
   */
  write(messages: readonly ChatMessage[], passageCount: number, following: Following): Promise<Generated | null>;
}

/** Creates Generation over a model. */
export function createGeneration({ model, turnstile }: { model: LanguageModel; turnstile: Turnstile }): Generation {
  return {
    async write(messages, passageCount, { tell, patienceMs, signal, log, mayShow }) {
      const checked = createCheckedText(passageCount);
      let text = '';
      let isCut = false;
      let shown = Promise.resolve();
      const show = async (delta: string) => {
        if (isCut || delta === '' || signal.aborted) return;
        isCut = !(await mayShow(text + delta));
        if (isCut || signal.aborted) return;
        text += delta;
        tell({ kind: 'delta', text: delta });
      };
      const onText = (raw: string) => {
        const delta = checked.push(raw);
        shown = shown.then(() => show(delta));
        return !checked.isLooping() && !isCut;
      };
      const onPosition = (position: number) => tell({ kind: 'queued', position });
      const deadline = AbortSignal.timeout(patienceMs);
      try {
        await turnstile.pass(() => model.generate(messages, { signal, deadline, onText }), {
          signal: AbortSignal.any([signal, deadline]),
          onPosition,
        });
      } catch (error) {
        // What is still being checked comes too late to be told.
        isCut = true;
        await shown;
        signal.throwIfAborted();
        if (error instanceof TurnstileFullError) log.warn({ reason: error.message }, 'answer.queue_full');
        else if (deadline.aborted) log.warn({ patienceMs }, 'answer.model_too_late');
        else if (!(error instanceof ModelFailedError)) throw error;
        return null;
      }
      await shown;
      await show(checked.finish());
      return isAnswer(text) ? { text, cited: checked.citedPassages(), isCut } : null;
    },
  };
}

/** A model that says nothing, or only signs, has not answered. */
function isAnswer(text: string): boolean {
  return (text.match(/\p{L}/gu)?.length ?? 0) >= 20;
}
