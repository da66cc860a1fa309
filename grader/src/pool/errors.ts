/** Why an interpreter gave no usable answer. None of them says anything about the submission. */
export type InterpreterFailure = 'DEADLINE' | 'CRASHED' | 'MALFORMED_EVIDENCE' | 'OVERLOADED' | 'CLOSED';

/** The pool could not get an answer out of an interpreter; `failure` says why. */
export class InterpreterError extends Error {
  readonly failure: InterpreterFailure;

  constructor(failure: InterpreterFailure, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'InterpreterError';
    this.failure = failure;
  }
}
