import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

/** What the gateway measures about its subgraphs, by the name of each. */
export interface SubgraphMetrics {
  /** Time of a request with its waits and retries, in seconds, by outcome: `answered`, or the kind of fault. */
  readonly requests: Histogram<'subgraph' | 'outcome'>;
  /** Queries whose first attempt broke: `sent` a second time, or not for want of `budget`. */
  readonly retries: Counter<'subgraph' | 'outcome'>;
  /** Times a circuit opened. */
  readonly circuitOpened: Counter<'subgraph'>;
  /** 0 closed, 1 open, 2 being tried. */
  readonly circuit: Gauge<'subgraph'>;
  /** Tells of requests under way and waiting, looked up whenever somebody reads the metrics. @returns what ends it */
  watch(subgraph: string, load: SubgraphLoad): () => void;
  /** Whether the last look at its readiness found it ready: 1 or 0. */
  readonly ready: Gauge<'subgraph'>;
}

/** How much a subgraph has to do for this gateway. */
export interface SubgraphLoad {
  readonly underWay: number;
  readonly waiting: number;
}

/** From a millisecond to thirty seconds, the longest a mutation may take. */
const BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** Registers them; once for each registry. */
export function createSubgraphMetrics(registry: Registry): SubgraphMetrics {
  const registers = [registry];
  const gauge = (name: string, help: string) => new Gauge({ name, help, labelNames: ['subgraph'], registers });
  const loads = new Map<string, SubgraphLoad>();
  const loadGauge = (name: string, help: string, of: keyof SubgraphLoad) =>
    new Gauge({
      name,
      help,
      labelNames: ['subgraph'],
      registers,
      collect() {
        this.reset();
        for (const [subgraph, load] of loads) this.set({ subgraph }, load[of]);
      },
    });
  loadGauge('gateway_subgraph_requests_under_way', 'Requests a subgraph has been sent and not answered', 'underWay');
  loadGauge('gateway_subgraph_requests_waiting', 'Requests that wait for their turn at a subgraph', 'waiting');
  return {
    requests: new Histogram({
      name: 'gateway_subgraph_request_duration_seconds',
      help: 'Time of a request to a subgraph with its waits and retries, by outcome',
      labelNames: ['subgraph', 'outcome'],
      buckets: BUCKETS,
      registers,
    }),
    retries: new Counter({
      name: 'gateway_subgraph_retries_total',
      help: 'Queries whose first attempt broke: sent again, or not for want of budget',
      labelNames: ['subgraph', 'outcome'],
      registers,
    }),
    circuitOpened: new Counter({
      name: 'gateway_subgraph_circuit_opened_total',
      help: 'Times a subgraph failed so often that it was not asked for a while',
      labelNames: ['subgraph'],
      registers,
    }),
    circuit: gauge('gateway_subgraph_circuit_state', 'State of the circuit: 0 closed, 1 open, 2 being tried'),
    watch(subgraph, load) {
      loads.set(subgraph, load);
      return () => {
        if (loads.get(subgraph) === load) loads.delete(subgraph);
      };
    },
    ready: gauge('gateway_subgraph_ready', 'Whether the subgraph said it is ready when last asked'),
  };
}
