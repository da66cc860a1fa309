import { expect, it } from '@jest/globals';
import { Registry } from 'prom-client';
import { countExecutions } from '../../../src/execution/metrics.js';

it('tells how operations were executed whenever somebody reads the metrics', async () => {
  const registry = new Registry();
  const counts = { compiled: 7, handedOver: 2, stock: 1 };
  countExecutions(registry, { counts: () => counts });
  expect(await registry.metrics()).toContain('gateway_executions_total{way="prepared"} 7');
  counts.handedOver = 3;
  const text = await registry.metrics();
  expect(text).toContain('gateway_executions_total{way="handed_over"} 3');
  expect(text).toContain('gateway_executions_total{way="stock"} 1');
});
