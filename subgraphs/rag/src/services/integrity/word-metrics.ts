import { Counter, type Registry } from 'prom-client';
import type { WordSource } from './quest-word.js';

/** Counts how what quest says of a learner came about. @returns what to call for each; without a registry nothing is counted */
export function createWordMetrics(registry: Registry | undefined): (source: WordSource) => void {
  if (!registry) return () => undefined;
  const words = new Counter({
    name: 'rag_quest_words_total',
    help: 'What quest says of a learner: remembered under a stamp that stands, or asked of it',
    labelNames: ['source'],
    registers: [registry],
  });
  return (source) => words.inc({ source });
}
