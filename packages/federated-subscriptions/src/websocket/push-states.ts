import type { ExecutionResult } from 'graphql';
import type { StreamError } from '../errors.js';
import type { ResultStream } from '../options.js';
import type { LatestSink } from '../sharing/seat.js';

type Step = IteratorResult<ExecutionResult, undefined>;

const DONE: Step = { done: true, value: undefined };

/** Takes states until it is let go of. */
export interface ReleasableSink extends LatestSink {
  /** Nothing that comes from now on is wanted. */
  release(): void;
}

/**
 * What graphql-ws gets of a LATEST subscription whose states go to the socket past it: a stream without any result that
 * ends when the subscription does, and ends the subscription when it is let go of.
 * @param sinkTo makes what takes the states, given what to call when the subscription has ended
 */
export function pushStates(
  attach: (sink: LatestSink) => () => void,
  sinkTo: (onEnd: (error: StreamError | null) => void) => ReleasableSink,
): ResultStream {
  let resolve: (step: Step) => void;
  let reject: (error: Error) => void;
  const over = new Promise<Step>((...settle) => {
    [resolve, reject] = settle;
  });
  // Whoever leaves before the first step never looks at it.
  over.catch(() => undefined);
  const sink = sinkTo((error) => (error ? reject(error) : resolve(DONE)));
  let detach: (() => void) | null = null;
  let hasLeft = false;

  const leave = (): Promise<Step> => {
    hasLeft = true;
    sink.release();
    detach?.();
    resolve(DONE);
    return Promise.resolve(DONE);
  };

  return {
    next() {
      if (!hasLeft) detach ??= attach(sink);
      return over;
    },
    return: leave,
    throw: leave,
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
