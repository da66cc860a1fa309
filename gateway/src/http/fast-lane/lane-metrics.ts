import { Counter, type Registry } from 'prom-client';

/** What became of requests that began in the fast lane. All others are in neither. */
export interface LaneCounts {
  answered: number;
  handedOver: number;
}

/** Counts that are read when metrics are asked for: counting costs an addition. Once for each registry. */
export function countedIn(registry: Registry): LaneCounts {
  const counts: LaneCounts = { answered: 0, handedOver: 0 };
  new Counter({
    name: 'gateway_fast_lane_requests_total',
    help: 'Requests that began in the fast lane: answered there, or handed over to the long way',
    labelNames: ['outcome'],
    registers: [registry],
    collect() {
      this.reset();
      this.inc({ outcome: 'answered' }, counts.answered);
      this.inc({ outcome: 'handed_over' }, counts.handedOver);
    },
  });
  return counts;
}
