import { Counter, Histogram, type Registry } from 'prom-client';
import type { AnswerRecord } from '../../models/answer.model.js';
import type { Timings } from './composed-answer.js';

/** What rag measures of its answers. */
export interface AnswerMetrics {
  /** Hears of every answer that was given. */
  given(answer: Pick<AnswerRecord, 'mode' | 'fromCache' | 'withheld' | 'followsUp'>, timings: Timings): void;
  /** Hears of every refusal for a quota. */
  refused(what: 'question' | 'generation' | 'search'): void;
}

/** Registers the measures; without a registry they are kept for nobody. */
export function createAnswerMetrics(registry?: Registry): AnswerMetrics {
  const registers = registry ? [registry] : [];
  const answers = new Counter({
    name: 'rag_answers_total',
    help: 'Answers given, by mode, whether they came from the cache and whether the question went on from others',
    labelNames: ['mode', 'cached', 'follow_up'],
    registers,
  });
  const abstentions = new Counter({
    name: 'rag_abstentions_total',
    help: 'Questions not answered, by reason: nothing_found or withheld (for the asker’s quest)',
    labelNames: ['reason'],
    registers,
  });
  const refusals = new Counter({
    name: 'rag_quota_refusals_total',
    help: 'Questions and searches refused, and generations replaced by quotations, because a quota was spent',
    labelNames: ['what'],
    registers,
  });
  const retrieval = new Histogram({
    name: 'rag_retrieval_seconds',
    help: 'Time to find the passages of a question',
    buckets: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5],
    registers,
  });
  const generation = new Histogram({
    name: 'rag_generation_seconds',
    help: 'Time until the model had written an answer or given up, with the wait for its turn',
    buckets: [0.5, 1, 2.5, 5, 10, 20, 40, 80, 120],
    registers,
  });
  return {
    given({ mode, fromCache, withheld, followsUp }, { retrievalMs, generationMs }) {
      answers.inc({ mode, cached: String(fromCache), follow_up: String(followsUp === true) });
      if (mode === 'NONE_FOUND') abstentions.inc({ reason: withheld ? 'withheld' : 'nothing_found' });
      if (retrievalMs !== null) retrieval.observe(retrievalMs / 1000);
      if (generationMs !== null) generation.observe(generationMs / 1000);
    },
    refused: (what) => refusals.inc({ what }),
  };
}
