import { Counter, Histogram, type Registry } from 'prom-client';
import type { AnswerRecord } from '../../models/answer.model.js';
import type { Timings } from './composed-answer.js';

/** What rag measures of its answers. */
export interface AnswerMetrics {
  /** Hears of every answer that was given. */
  given(answer: Pick<AnswerRecord, 'mode' | 'withheld' | 'followsUp'>, timings: Pick<Timings, 'retrievalMs'>): void;
  /** Hears of every refusal for a quota. */
  refused(what: 'question' | 'generation' | 'search'): void;
}

/** Registers the measures; without a registry they are kept for nobody. */
export function createAnswerMetrics(registry?: Registry): AnswerMetrics {
  const registers = registry ? [registry] : [];
  const answers = new Counter({
    name: 'rag_answers_total',
    help: 'Answers given, by mode and whether the question went on from others',
    labelNames: ['mode', 'follow_up'],
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
  return {
    given({ mode, withheld, followsUp }, { retrievalMs }) {
      answers.inc({ mode, follow_up: String(followsUp === true) });
      if (mode === 'NONE_FOUND') abstentions.inc({ reason: withheld ? 'withheld' : 'nothing_found' });
      if (retrievalMs !== null) retrieval.observe(retrievalMs / 1000);
    },
    refused: (what) => refusals.inc({ what }),
  };
}
