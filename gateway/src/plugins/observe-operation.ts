import type { Logger } from '@doctorpy/service-kit/logging';
import type { Metrics } from '@doctorpy/service-kit/metrics';
import { nameForLogs } from './apollo-plugins.js';

/** An operation that was answered. */
export interface AnsweredOperation {
  readonly operation: string | undefined;
  readonly operationName: string | null | undefined;
  /** `ok`, or the code of the first error. */
  readonly outcome: string;
  readonly userId: string | null;
  readonly elapsedMs: number;
  readonly log: Logger;
  /** Where the logger does not name it already. */
  readonly requestId?: string;
}

/** Measures an operation that was answered, and writes it down. */
export type ObserveOperation = (answered: AnsweredOperation) => void;

/** The one way in which operations are measured, whichever way they were answered. */
export function createObserveOperation({ operations }: Pick<Metrics, 'operations'>): ObserveOperation {
  return ({ operation, operationName, outcome, userId, elapsedMs, log, requestId }) => {
    operations.observe({ operation: operation ?? 'unknown', outcome }, elapsedMs / 1000);
    if (!log.isLevelEnabled('info')) return;
    log.info(
      {
        ...(requestId !== undefined && { requestId }),
        operation,
        operationName: nameForLogs(operationName),
        outcome,
        userId,
        ms: Math.round(elapsedMs * 10) / 10,
      },
      'operation.answered',
    );
  };
}
