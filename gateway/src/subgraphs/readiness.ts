import type { Dependency } from '@doctorpy/service-kit/health';
import type { Logger } from '@doctorpy/service-kit/logging';
import type { LocalSubgraph } from '@doctorpy/service-kit/subgraph';
import { request } from 'undici';
import type { SubgraphMetrics } from './subgraph-metrics.js';

/** What is known of the subgraphs' readiness, without asking them when somebody wants to know. */
export interface SubgraphWatch {
  /** Asks each of them once, then goes on asking until `stop`. */
  start(): Promise<void>;
  /** Whether the last look found it ready. */
  isReady(subgraph: string): boolean;
  stop(): void;
}

/** What watching needs. */
export interface SubgraphWatchOptions {
  /** Asked at every look: a new supergraph may have others. */
  readonly subgraphs: () => Iterable<string>;
  readonly urlOf: (subgraph: string) => URL;
  /** Those of this process, by name. */
  readonly colocated: ReadonlyMap<string, LocalSubgraph>;
  readonly metrics: SubgraphMetrics;
  readonly log: Logger;
}

/** Pause between two looks, and how long one may take, in milliseconds. */
const EVERY_MS = 1000;
const PATIENCE_MS = 1500;

/**
 * Asks every subgraph's `/readyz` in the background, so that the gateway's own probes answer at once, also while a
 * subgraph hangs.
 */
export function watchSubgraphs(options: SubgraphWatchOptions): SubgraphWatch {
  const { subgraphs, urlOf, colocated, metrics, log } = options;
  const ready = new Map<string, boolean>();
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;

  async function look(): Promise<void> {
    const names = [...subgraphs()];
    await Promise.all(names.map(async (name) => note(name, await problemOf(colocated.get(name) ?? urlOf(name)))));
    for (const name of ready.keys()) if (!names.includes(name)) ready.delete(name);
    if (!isStopped) timer = setTimeout(() => void look(), EVERY_MS).unref();
  }

  function note(name: string, problem: unknown): void {
    const isNow = problem === null;
    const was = ready.get(name);
    ready.set(name, isNow);
    metrics.ready.set({ subgraph: name }, isNow ? 1 : 0);
    if (was === isNow) return;
    if (isNow) log.info({ subgraph: name }, 'subgraph.ready');
    else log.warn({ subgraph: name, err: problem }, 'subgraph.not_ready');
  }

  return {
    start: look,
    isReady: (name) => ready.get(name) === true,
    stop() {
      isStopped = true;
      clearTimeout(timer);
    },
  };
}

/** A subgraph as a dependency that is really asked. It costs only its own fields: without it the gateway is degraded. */
export function subgraphDependency(subgraph: URL | LocalSubgraph): Dependency {
  return {
    required: false,
    check: async () => {
      const problem = await problemOf(subgraph);
      if (problem) throw problem;
    },
  };
}

/** What keeps a subgraph from being ready; null when it is. */
async function problemOf(subgraph: URL | LocalSubgraph): Promise<Error | null> {
  if (!(subgraph instanceof URL)) return (await subgraph.isReady()) ? null : new Error('not ready');
  try {
    const { statusCode, body } = await request(new URL('/readyz', subgraph), {
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    await body.dump();
    return statusCode === 200 ? null : new Error(`not ready (HTTP ${statusCode})`);
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}
