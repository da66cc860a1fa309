import { createMetrics, createPartMetrics, exposeMetrics } from '@doctorpy/service-kit/metrics';
import { describe, expect, it } from '@jest/globals';
import { Gauge } from 'prom-client';

describe('metrics of several services of one process', () => {
  it('stand together by name, told apart by service, below one description each', async () => {
    const [gateway, quest] = [createMetrics('gateway'), createPartMetrics('quest')];
    gateway.errors.inc({ code: 'FORBIDDEN' });
    quest.errors.inc({ code: 'FORBIDDEN' }, 2);
    quest.operations.observe({ operation: 'query', outcome: 'ok' }, 0.002);
    const page = await exposeMetrics([gateway.registry, quest.registry]);
    const lines = page.split('\n');
    const first = lines.indexOf('# TYPE graphql_errors_total counter');
    expect(lines.slice(first - 1, first + 3)).toEqual([
      '# HELP graphql_errors_total Errors answered, by code',
      '# TYPE graphql_errors_total counter',
      'graphql_errors_total{code="FORBIDDEN",service="gateway"} 1',
      'graphql_errors_total{code="FORBIDDEN",service="quest"} 2',
    ]);
    const described = lines.filter((line) => line.startsWith('# TYPE')).map((line) => line.split(' ')[2]);
    expect(new Set(described).size).toBe(described.length);
    expect(lines.filter((line) => line.startsWith('process_resident_memory_bytes'))).toHaveLength(1);
  });

  it('of one alone are the page of that one', async () => {
    const { registry, errors } = createPartMetrics('auth');
    errors.inc({ code: 'CONFLICT' });
    expect(await exposeMetrics([registry])).toBe(await registry.metrics());
  });

  it('are there although one of them is counted in a database that hangs', async () => {
    const { registry, errors } = createPartMetrics('quest');
    errors.inc({ code: 'CONFLICT' });
    const hangs = () => new Promise<void>(() => undefined);
    new Gauge({ name: 'hanging', help: 'Never had', registers: [registry], collect: hangs });
    const page = await exposeMetrics([registry], 10);
    expect(page).toMatch(/^graphql_errors_total\{.*code="CONFLICT".*\} 1$/m);
    expect(page).not.toContain('hanging');
  });
});
