import { describe, expect, it } from '@jest/globals';
import { Registry } from 'prom-client';
import { createAnswerMetrics } from '../../../src/services/answering/answer-metrics.js';
import type { Progress } from '../../../src/services/answering/generation.js';
import { createWait } from '../../../src/services/answering/wait.js';

describe('what is measured of answers', () => {
  it('tells what was not answered, why, and what was refused', async () => {
    const registry = new Registry();
    const metrics = createAnswerMetrics(registry);
    const timings = { retrievalMs: 1 };
    metrics.given({ mode: 'EXTRACTIVE', followsUp: true }, timings);
    metrics.given({ mode: 'NONE_FOUND' }, timings);
    metrics.given({ mode: 'NONE_FOUND', withheld: true }, timings);
    metrics.refused('question');
    const text = await registry.metrics();
    for (const line of [
      'rag_answers_total{mode="EXTRACTIVE",follow_up="true"} 1',
      'rag_abstentions_total{reason="nothing_found"} 1',
      'rag_abstentions_total{reason="withheld"} 1',
      'rag_quota_refusals_total{what="question"} 1',
      'rag_retrieval_seconds_count 3',
    ]) {
      expect(text).toContain(line);
    }
  });

  it('is how long an answer waited for its turn, where it did', () => {
    const told: Progress[] = [];
    const wait = createWait((progress) => told.push(progress));
    wait.tell({ kind: 'delta', text: 'a' });
    expect(wait.milliseconds()).toBeNull();
    const queued = createWait((progress) => told.push(progress));
    queued.tell({ kind: 'queued', position: 1 });
    queued.tell({ kind: 'delta', text: 'b' });
    const waited = queued.milliseconds();
    expect(waited).toBeGreaterThanOrEqual(0);
    expect(queued.milliseconds()).toBe(waited);
    expect(told).toHaveLength(3);
  });
});
