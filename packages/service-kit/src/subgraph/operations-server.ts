import { type FastifyInstance, fastify } from 'fastify';
import { type Dependency, reportHealth, shareHealth } from '../health/index.js';
import type { Metrics } from '../metrics/index.js';

/** What operators may ask a service, apart from its public routes. */
export interface OperationsServerOptions {
  readonly dependencies: Readonly<Record<string, Dependency>>;
  readonly metrics: Metrics;
}

/**
 * `/health` (each dependency, its state and latency) and `/metrics` (Prometheus text format),
 * for a loopback or operations port only.
 */
export function createOperationsServer({ dependencies, metrics }: OperationsServerOptions): FastifyInstance {
  const app = fastify({ logger: false, forceCloseConnections: true });
  app.get('/health', async (_request, reply) => {
    const report = await reportHealth(dependencies);
    return reply.code(report.status === 'down' ? 503 : 200).send(report);
  });
  app.get('/metrics', async (_request, reply) =>
    reply.type(metrics.registry.contentType).send(await metrics.registry.metrics()),
  );
  return app;
}

/** `/livez` (the process runs) and `/readyz` (it can serve): status only. */
export function addProbes(
  app: FastifyInstance,
  dependencies: Readonly<Record<string, Dependency>>,
  isAccepting: () => boolean,
): void {
  const health = shareHealth(dependencies);
  app.get('/livez', async () => ({ status: 'ok' }));
  app.get('/readyz', async (_request, reply) => {
    const ready = isAccepting() && (await health()).status !== 'down';
    return reply.code(ready ? 200 : 503).send({ status: ready ? 'ready' : 'unavailable' });
  });
}
