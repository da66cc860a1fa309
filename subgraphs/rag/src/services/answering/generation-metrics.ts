import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { ClaimKind } from './checked-text.js';

/** How a generation ended. `ABANDONED`: nobody wanted it any more. `EMPTY`: nothing that was written could be shown. */
export type GenerationOutcome =
  | 'ANSWERED'
  | 'EMPTY'
  | 'QUEUE_FULL'
  | 'ABANDONED'
  | 'DEADLINE'
  | 'NO_FIRST_TOKEN'
  | 'NO_NEXT_TOKEN'
  | 'FAILED';

/** What generating answers tells about itself. Durations in milliseconds. */
export interface GenerationMetrics {
  lineIs(length: number): void;
  waited(milliseconds: number): void;
  /** From the model's turn to the first text it wrote. */
  began(milliseconds: number): void;
  /** From the model's turn to its end; 0 when its turn never came. */
  ended(outcome: GenerationOutcome, milliseconds: number): void;
  sentences(counts: Readonly<Record<ClaimKind, number>>): void;
}

/** Tells nobody. */
export const silentGenerationMetrics: GenerationMetrics = {
  lineIs: () => undefined,
  waited: () => undefined,
  began: () => undefined,
  ended: () => undefined,
  sentences: () => undefined,
};

/** From a tenth of a second to the longest deadline that is of use. */
const buckets = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 40, 80, 160];

/** Creates GenerationMetrics in a registry. */
export function createGenerationMetrics(registry: Registry): GenerationMetrics {
  const registers = [registry];
  const line = new Gauge({ name: 'rag_generation_queue_length', help: 'Questions that wait for the model', registers });
  const wait = new Histogram({
    name: 'rag_generation_wait_seconds',
    help: 'Time that a question waited for its turn at the model',
    buckets,
    registers,
  });
  const first = new Histogram({
    name: 'rag_generation_first_text_seconds',
    help: 'Time from the turn of a question to the first text of the model',
    buckets,
    registers,
  });
  const whole = new Histogram({
    name: 'rag_generation_duration_seconds',
    help: 'Time from the turn of a question to the end of its generation, by outcome',
    labelNames: ['outcome'],
    buckets,
    registers,
  });
  const sentences = new Counter({
    name: 'rag_generated_sentences_total',
    help: 'Sentences of generated answers that claim something, by whether a passage supports them (doubtful: marked; unsupported: left out)',
    labelNames: ['verdict'],
    registers,
  });
  return {
    lineIs: (length) => line.set(length),
    waited: (milliseconds) => wait.observe(milliseconds / 1000),
    began: (milliseconds) => first.observe(milliseconds / 1000),
    ended: (outcome, milliseconds) => whole.observe({ outcome }, milliseconds / 1000),
    sentences(counts) {
      for (const [verdict, count] of Object.entries(counts)) sentences.inc({ verdict }, count);
    },
  };
}
