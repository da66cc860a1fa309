import type { Registry } from 'prom-client';

/** A metric that is counted in a database must not hold up the others when that database hangs, in milliseconds. */
const PATIENCE_MS = 1_000;

/**
 * What several registries measure, as one page in Prometheus's text format: samples of metrics with one name stand
 * together below one description, as the format wants. Their labels must tell them apart. A metric that cannot be had
 * within a second is left out.
 */
export async function exposeMetrics(registries: readonly Registry[], patienceMs = PATIENCE_MS): Promise<string> {
  const asked = registries.flatMap((registry) =>
    registry.getMetricsAsArray().map(({ name }) => {
      const text = soon(registry.getSingleMetricAsString(name), patienceMs);
      return text.then((block) => [name, block] as const);
    }),
  );
  const metrics = new Map<string, string[]>();
  for (const [name, block] of await Promise.all(asked)) {
    if (block === null) continue;
    const lines = block.split('\n');
    const known = metrics.get(name);
    if (known) known.push(...lines.filter((line) => !line.startsWith('#')));
    else metrics.set(name, lines);
  }
  return `${[...metrics.values()].map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

async function soon<T>(value: Promise<T>, patienceMs: number): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), patienceMs);
  });
  return Promise.race([value, late]).finally(() => clearTimeout(timer));
}
