import { type Dependency, reportHealth } from '@doctorpy/service-kit/health';
import type { LocalSubgraph } from '@doctorpy/service-kit/subgraph';
import type { FastifyInstance } from 'fastify';
import type { Redis } from 'ioredis';
import type { RevocationList } from './revocation/list.js';
import { type SubgraphWatch, subgraphDependency } from './subgraphs/readiness.js';
import type { SupergraphFacts } from './supergraph.js';

/** The gateway's dependencies, in two ways of looking at them. */
export interface GatewayDependenciesByLook {
  /** From what is known already: for probes, which must answer at once whatever hangs. */
  readonly known: Readonly<Record<string, Dependency>>;
  /** Each really asked: for operators. */
  readonly asked: Readonly<Record<string, Dependency>>;
}

/**
 * One subgraph costs only its own fields, and Redis what is not public: the gateway is degraded without them. Without
 * any subgraph it can serve nothing, and is not ready. Both records follow the supergraph.
 */
export function dependenciesOfGateway(deps: {
  readonly redis: Redis;
  readonly revocations: RevocationList;
  readonly supergraph: SupergraphFacts;
  readonly urlOf: (subgraph: string) => URL;
  /** Subgraphs of this process, by name. */
  readonly colocated: ReadonlyMap<string, LocalSubgraph>;
  readonly watch: SubgraphWatch;
}): GatewayDependenciesByLook {
  const { redis, revocations, supergraph, urlOf, colocated, watch } = deps;
  const names = () => [...supergraph.subgraphs.keys()];
  const own: Record<string, Dependency> = {
    revocations: {
      required: false,
      check: async () => {
        if (!revocations.isCurrent())
          throw new Error('cannot tell which sessions were ended: only public data is read');
      },
    },
    subgraphs: {
      required: true,
      check: async () => {
        if (!names().some(watch.isReady)) throw new Error('no subgraph is ready: there is nothing to serve');
      },
    },
  };
  const foundReady = (name: string): Dependency => ({
    required: false,
    check: async () => {
      if (!watch.isReady(name)) throw new Error('not ready when last asked');
    },
  });
  return {
    known: following({ redis: { check: () => soon(redis.ping()), required: false }, ...own }, names, foundReady),
    asked: following({ redis: { check: () => redis.ping(), required: false }, ...own }, names, (name) =>
      subgraphDependency(colocated.get(name) ?? urlOf(name)),
    ),
  };
}

/** `GET /readyz` for operators: the same verdict as on the public port, and what is missing for a better one. */
export function addReadinessReport(
  operations: FastifyInstance,
  dependencies: Readonly<Record<string, Dependency>>,
  isAccepting: () => boolean,
): void {
  operations.get('/readyz', async (_request, reply) => {
    const { status, dependencies: states } = await reportHealth(dependencies);
    const missing = Object.entries(states).flatMap(([name, { ok, required, error }]) =>
      ok ? [] : [{ name, required, problem: error }],
    );
    const ready = isAccepting() && status !== 'down';
    return reply.code(ready ? 200 : 503).send({ status: ready ? 'ready' : 'unavailable', health: status, missing });
  });
}

/** A Redis that hangs must not make a probe hang: it answers within a millisecond when it is well. */
const REDIS_PATIENCE_MS = 300;

async function soon(answer: Promise<unknown>): Promise<unknown> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${REDIS_PATIENCE_MS} ms`)), REDIS_PATIENCE_MS);
  });
  return Promise.race([answer, late]).finally(() => clearTimeout(timer));
}

/** A record whose entries are those of the moment in which it is read. */
function following(
  own: Readonly<Record<string, Dependency>>,
  names: () => readonly string[],
  make: (name: string) => Dependency,
): Readonly<Record<string, Dependency>> {
  const present = () => ({ ...own, ...Object.fromEntries(names().map((name) => [name, make(name)])) });
  return new Proxy<Record<string, Dependency>>(
    {},
    {
      ownKeys: () => Reflect.ownKeys(present()),
      get: (_target, name) => Reflect.get(present(), name),
      getOwnPropertyDescriptor: (_target, name) => Reflect.getOwnPropertyDescriptor(present(), name),
    },
  );
}
