import type { Registry } from 'prom-client';
import { Counter, Gauge } from 'prom-client';

/**
 * Measures the answers that wait for the grader: how many do (`quest_answers_waiting`, asked at each scrape and left out
 * while Mongo is away), and how many were given up (`quest_answers_given_up_total`, counted by the function it returns).
 */
export function observeWaiting(registry: Registry, countWaiting: () => Promise<number>): () => void {
  new Gauge({
    name: 'quest_answers_waiting',
    help: 'Answers that are kept until the grader can judge them',
    registers: [registry],
    async collect() {
      try {
        this.set(await countWaiting());
      } catch {
        this.remove();
      }
    },
  });
  const givenUp = new Counter({
    name: 'quest_answers_given_up_total',
    help: 'Answers that the grader never judged, in all their tries',
    registers: [registry],
  });
  return () => givenUp.inc();
}
