import { Gauge, type Registry } from 'prom-client';
import type { PendingAnswers } from './pending-answers.js';

/** Tells operators how many answers are on their way into the database, asked whenever metrics are read. */
export function registerPendingAnswers(registry: Registry, { waiting }: Pick<PendingAnswers, 'waiting'>): void {
  const registers = [registry];
  new Gauge({
    name: 'rag_pending_answers',
    help: 'Answers that were given and are still to be stored, of all replicas',
    registers,
    async collect() {
      this.set((await waiting()).count);
    },
  });
  new Gauge({
    name: 'rag_pending_answers_oldest_seconds',
    help: 'For how long the oldest of them has waited',
    registers,
    async collect() {
      this.set((await waiting()).oldestSeconds);
    },
  });
}
