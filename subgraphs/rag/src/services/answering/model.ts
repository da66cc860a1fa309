import type { Logger } from '@doctorpy/service-kit/logging';
import { Ollama } from 'ollama';
import type { ChatMessage } from './prompt.js';

/** A language model that may or may not be there. */
export interface LanguageModel {
  /** The model's name when a question may be put to it now, null when not; never waits. */
  readyModel(): string | null;
  /**
   * Streams an answer; `onText` hears every piece and returns false to stop (what came so far counts as the answer).
   * @throws ModelFailedError when the model cannot be reached, fails or misses the deadline; the signal's reason when aborted
   */
  generate(messages: readonly ChatMessage[], options: GenerateOptions): Promise<void>;
  /**
   * Whether it was put to work on these very messages (the same array): false while they wait for their turn, and when it
   * failed before its first word.
   */
  hasBegun(messages: readonly ChatMessage[]): boolean;
  /** Asks the server once, then from time to time, whether it has the model. Resolves after the first answer. */
  start(): Promise<void>;
  stop(): void;
  /** Resolves when the model is there; rejects with what is wrong. For health reports. */
  check(): Promise<void>;
}

/** How one answer is generated. */
export interface GenerateOptions {
  /** Aborted when nobody wants the answer any more. */
  signal: AbortSignal;
  /** Aborted when the answer comes too late to be of use. */
  deadline: AbortSignal;
  onText: (text: string) => boolean;
  /** Hears that the answer came to its greatest length, and ends there whatever was still to be said. */
  onFull?: () => void;
}

/** Why a model gave no whole answer. */
export type ModelFailure = 'FAILED' | 'NO_FIRST_TOKEN' | 'NO_NEXT_TOKEN' | 'DEADLINE';

/** Where the model is and how it is treated. */
export interface ModelOptions {
  /** Address of an Ollama server. */
  url: string;
  model: string;
  /** Threads for the server to use; null leaves the choice to it. */
  threads: number | null;
  log: Logger;
  /** Milliseconds until the first piece of an answer, while a model may be loaded. @default 60000 */
  firstTokenMs?: number;
  /** Milliseconds between two pieces. @default 15000 */
  nextTokenMs?: number;
  /** Milliseconds between two looks at the server. @default 15000 */
  probeEveryMs?: number;
  /** Milliseconds without a question after a failure. @default 30000 */
  cooldownMs?: number;
  /**
   * Milliseconds after which a model that has not answered yet is too slow for everybody. A deadline that leaves it less says
   * little about it; several in a row are added up. @default 10000
   */
  fairMs?: number;
}

/** The model did not answer; the message is for logs. */
export class ModelFailedError extends Error {
  override readonly name = 'ModelFailedError';
  readonly failure: ModelFailure;

  constructor(failure: ModelFailure, options?: ErrorOptions) {
    super(reasons[failure], options);
    this.failure = failure;
  }
}

const reasons: Readonly<Record<ModelFailure, string>> = {
  FAILED: 'the server failed',
  NO_FIRST_TOKEN: 'nothing came in time',
  NO_NEXT_TOKEN: 'it fell silent',
  DEADLINE: 'no whole answer in time',
};

/** Milliseconds a look at the server may take: it only lists names. */
const probeTimeoutMs = 1000;

/**
 * Low temperature, because an answer must stay with its passages; a bounded length and a context that holds five passages.
 */
const generation = { temperature: 0.2, num_predict: 600, num_ctx: 4096 } as const;

/**
 * A model served by Ollama. A circuit keeps its troubles away from learners: availability is probed beside the questions,
 * and after a failure, or when it is too slow, the model is left alone for a while.
 */
export function createOllamaModel(options: ModelOptions): LanguageModel {
  const { url, model, threads, log, probeEveryMs = 15_000, cooldownMs = 30_000 } = options;
  const { firstTokenMs = 60_000, nextTokenMs = 15_000, fairMs = 10_000 } = options;
  const begun = new WeakSet<readonly ChatMessage[]>();
  let state: 'unknown' | 'ready' | 'missing' | 'unreachable' = 'unknown';
  let restUntil = 0;
  let lateMs = 0;
  let timer: NodeJS.Timeout | undefined;
  const stopping = new AbortController();

  return {
    readyModel: () => (state === 'ready' && Date.now() >= restUntil ? model : null),

    async generate(messages, { signal, deadline, onText, onFull }) {
      const silence = createSilence(firstTokenMs, nextTokenMs);
      const askedAt = performance.now();
      let hasText = false;
      begun.add(messages);
      try {
        const client = clientWith(AbortSignal.any([signal, deadline, silence.signal, stopping.signal]));
        const stream = await client.chat({
          model,
          messages: [...messages],
          stream: true,
          // A model that thinks aloud first would have used up its words, and the learner's patience.
          think: false,
          options: { ...generation, ...(threads !== null && { num_thread: threads }) },
        });
        for await (const { message, done_reason } of stream) {
          silence.broken();
          hasText = true;
          if (done_reason === 'length') onFull?.();
          if (message.content === '' || onText(message.content)) continue;
          stream.abort();
          break;
        }
        lateMs = 0;
      } catch (cause) {
        signal.throwIfAborted();
        const failure = deadline.aborted ? 'DEADLINE' : (silence.failure() ?? 'FAILED');
        if (failure !== 'DEADLINE' && !hasText) begun.delete(messages);
        const failed = new ModelFailedError(failure, { cause });
        const restMs = restAfter(failure, performance.now() - askedAt);
        log.warn({ err: cause, model, reason: failed.message, restMs }, 'model.failed');
        throw failed;
      } finally {
        silence.over();
      }
    },

    hasBegun: (messages) => begun.has(messages),

    async start() {
      await probe();
      timer = setInterval(probe, probeEveryMs);
      timer.unref();
    },

    stop() {
      clearInterval(timer);
      stopping.abort();
    },

    async check() {
      if (state !== 'ready')
        throw new Error(
          `model ${model} is ${state} at ${new URL(url).host}${state === 'missing' ? `: ollama pull ${model}` : ''}`,
        );
    },
  };

  /** Begins the rest that a failure deserves, and says how long it is. */
  function restAfter(failure: ModelFailure, tookMs: number): number {
    if (failure === 'DEADLINE') {
      lateMs += tookMs;
      if (lateMs < fairMs) return 0;
    }
    lateMs = 0;
    restUntil = Date.now() + cooldownMs;
    return cooldownMs;
  }

  async function probe(): Promise<void> {
    const next = await look();
    if (next === state) return;
    state = next;
    if (next === 'ready') log.info({ model }, 'model.ready');
    else if (next === 'missing') log.warn({ model, fix: `ollama pull ${model}` }, 'model.not_pulled');
    else log.info({ model, server: new URL(url).host }, 'model.unreachable');
  }

  async function look(): Promise<'ready' | 'missing' | 'unreachable'> {
    try {
      const signal = AbortSignal.any([AbortSignal.timeout(probeTimeoutMs), stopping.signal]);
      const { models } = await clientWith(signal).list();
      return models.some(({ name }) => name === model || name === `${model}:latest`) ? 'ready' : 'missing';
    } catch {
      return 'unreachable';
    }
  }

  /** The client's own abort does not reach a request that has no answer yet; a signal on each fetch does. */
  function clientWith(signal: AbortSignal): Ollama {
    return new Ollama({
      host: url,
      fetch: (input, init) =>
        fetch(input, { ...init, signal: init?.signal ? AbortSignal.any([init.signal, signal]) : signal }),
    });
  }
}

/** Aborts when a stream says nothing for too long. */
function createSilence(firstMs: number, nextMs: number) {
  const controller = new AbortController();
  let failure: ModelFailure | null = null;
  const wait = (kind: ModelFailure, milliseconds: number) =>
    setTimeout(() => {
      failure = kind;
      controller.abort();
    }, milliseconds);
  let timer = wait('NO_FIRST_TOKEN', firstMs);
  return {
    signal: controller.signal,
    failure: (): ModelFailure | null => failure,
    broken() {
      clearTimeout(timer);
      timer = wait('NO_NEXT_TOKEN', nextMs);
    },
    over: () => clearTimeout(timer),
  };
}
