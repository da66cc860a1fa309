import type { Registry } from 'prom-client';

/**
 * What several registries measure, as one page in Prometheus's text format: samples of metrics with one name stand
 * together below one description, as the format wants. Their labels must tell them apart.
 */
export async function exposeMetrics(registries: readonly Pick<Registry, 'metrics'>[]): Promise<string> {
  const pages = await Promise.all(registries.map((registry) => registry.metrics()));
  const metrics = new Map<string, string[]>();
  for (const block of pages.flatMap((page) => page.split(/\n(?=# HELP )/))) {
    const [help, type, ...samples] = block.split('\n').filter((line) => line !== '');
    if (help === undefined || type === undefined) continue;
    const name = help.split(' ')[2] ?? '';
    const known = metrics.get(name);
    if (known) known.push(...samples);
    else metrics.set(name, [help, type, ...samples]);
  }
  return `${[...metrics.values()].map((lines) => lines.join('\n')).join('\n\n')}\n`;
}
