import { DomainError } from '@doctorpy/service-kit/errors';
import type { Metrics } from '@doctorpy/service-kit/metrics';
import { RefusedDocument } from './operation-guard.js';

/** Counts a refusal, by its code, as errors of operations that ran are counted. */
export type CountRefusal = (problem: DomainError) => void;

/** Without it an operator would see an attack in the log alone: what is refused never runs, and is not measured. */
export function createCountRefusal({ errors }: Pick<Metrics, 'errors'>): CountRefusal {
  return (problem) => {
    // As many as the client is told.
    const count = problem instanceof RefusedDocument ? problem.problems.length : 1;
    errors.inc({ code: problem.code }, count);
  };
}

/** The same check, whose refusals are counted. */
export function counting<A extends readonly unknown[], R>(
  count: CountRefusal,
  check: (...of: A) => Promise<R>,
): (...of: A) => Promise<R> {
  return async (...of) => {
    try {
      return await check(...of);
    } catch (error) {
      if (error instanceof DomainError) count(error);
      throw error;
    }
  };
}
