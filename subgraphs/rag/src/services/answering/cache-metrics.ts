import { Counter, Gauge, type Registry } from 'prom-client';
import type { AnswerSource } from './sharing.js';

/** What is measured about answers that serve several learners. */
export interface AnswerCacheMetrics {
  count(source: AnswerSource): void;
}

/** @param size what all replicas keep, asked whenever metrics are read */
export function createAnswerCacheMetrics(
  registry: Registry,
  size: () => Promise<{ entries: number; bytes: number }>,
): AnswerCacheMetrics {
  const registers = [registry];
  const sources = new Counter({
    name: 'rag_answer_source_total',
    help: 'Questions answered, by how they came by their answer',
    labelNames: ['source'],
    registers,
  });
  new Gauge({
    name: 'rag_answer_cache_entries',
    help: 'Answers all replicas keep',
    registers,
    async collect() {
      this.set((await size()).entries);
    },
  });
  new Gauge({
    name: 'rag_answer_cache_bytes',
    help: 'Size of the answers all replicas keep',
    registers,
    async collect() {
      this.set((await size()).bytes);
    },
  });
  return { count: (source) => sources.inc({ source }) };
}
