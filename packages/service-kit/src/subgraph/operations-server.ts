import { type FastifyInstance, fastify } from 'fastify';
import { type Dependency, type HealthReport, reportHealth, shareHealth } from '../health/index.js';
import { exposeMetrics, type Metrics } from '../metrics/index.js';

/** What operators may ask a service, apart from its public routes. */
export interface OperationsServerOptions {
  readonly dependencies: Readonly<Record<string, Dependency>>;
  readonly metrics: Metrics;
  /** Other services of this process, by name, which have no operations port of their own. */
  readonly parts?: Readonly<Record<string, OperatedPart>>;
}

/** What operators may ask of a service that shares its process. */
export interface OperatedPart {
  readonly metrics: Metrics;
  health(): Promise<HealthReport>;
}

/**
 * `/health` (each dependency, its state and latency; the same of each part) and `/metrics` (Prometheus text format),
 * for a loopback or operations port only.
 */
export function createOperationsServer(options: OperationsServerOptions): FastifyInstance {
  const { dependencies, metrics, parts = {} } = options;
  const registries = [metrics, ...Object.values(parts).map((part) => part.metrics)].map(({ registry }) => registry);
  const app = fastify({ logger: false, forceCloseConnections: true });
  app.get('/health', async (_request, reply) => {
    const [report, reports] = await Promise.all([reportHealth(dependencies), reportParts(parts)]);
    const whole = reports.length > 0 ? { ...report, parts: Object.fromEntries(reports) } : report;
    return reply.code(report.status === 'down' ? 503 : 200).send(whole);
  });
  app.get('/metrics', async (_request, reply) =>
    reply.type(metrics.registry.contentType).send(await exposeMetrics(registries)),
  );
  return app;
}

function reportParts(parts: Readonly<Record<string, OperatedPart>>): Promise<(readonly [string, HealthReport])[]> {
  return Promise.all(Object.entries(parts).map(async ([name, part]) => [name, await part.health()] as const));
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
