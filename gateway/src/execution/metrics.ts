import { Counter, type Registry } from 'prom-client';
import type { CompiledExecution } from './compiled-execution.js';

/** Registers how many operations were executed in which way; once for each registry. */
export function countExecutions(registry: Registry, { counts }: Pick<CompiledExecution, 'counts'>): void {
  new Counter({
    name: 'gateway_executions_total',
    help: 'Operations by how they were executed: prepared, handed over to the stock executor, or by it alone',
    labelNames: ['way'],
    registers: [registry],
    collect() {
      const { compiled, handedOver, stock } = counts();
      this.reset();
      this.inc({ way: 'prepared' }, compiled);
      this.inc({ way: 'handed_over' }, handedOver);
      this.inc({ way: 'stock' }, stock);
    },
  });
}
