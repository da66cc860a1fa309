import type { ExecutionResult } from 'graphql';
import type { ResultStream } from '../options.js';
import type { Frame } from '../sharing/frame.js';
import type { LatestSink } from '../sharing/seat.js';
import type { Connection } from './connection.js';
import { messageStart, type StateFrames } from './state-frames.js';

const DONE: IteratorResult<ExecutionResult, undefined> = { done: true, value: undefined };

/**
 * Sends the states of a LATEST subscription straight to its socket: only the id differs from one socket to the next. What
 * graphql-ws gets is a stream without any result that ends when the subscription does, and ends the subscription when
 * it is let go of. Beyond `slowReaderBytes` in the socket's queue only the newest state is kept, until the queue has gone.
 */
export function pushStates<Context extends object>(
  connection: Connection<Context>,
  frames: StateFrames,
  id: string,
  attach: (sink: LatestSink) => () => void,
  slowReaderBytes: number,
): ResultStream {
  type Step = IteratorResult<ExecutionResult, undefined>;
  const start = messageStart(id);
  let newest: Frame | null = null;
  let isWaiting = false;
  let detach: (() => void) | null = null;
  let isOver = false;
  let resolve: (step: Step) => void;
  let reject: (error: Error) => void;
  const over = new Promise<Step>((...settle) => {
    [resolve, reject] = settle;
  });
  // Whoever leaves before the first step never looks at it.
  over.catch(() => undefined);

  const flushed = (): void => {
    isWaiting = false;
    const frame = newest;
    newest = null;
    if (frame && !isOver) send(frame);
  };

  const send = (frame: Frame): void => {
    const bytes = frames.take(start, frame);
    isWaiting = connection.backlog() + bytes.length > slowReaderBytes;
    if (!connection.write(bytes, isWaiting ? flushed : undefined)) frames.keep();
  };

  const sink: LatestSink = {
    next(frame) {
      if (isWaiting) newest = frame;
      else send(frame);
    },
    end(error) {
      if (isOver) return;
      if (newest && !error) send(newest);
      isOver = true;
      if (error) reject(error);
      else resolve(DONE);
    },
  };

  const leave = (): Promise<Step> => {
    isOver = true;
    detach?.();
    resolve(DONE);
    return Promise.resolve(DONE);
  };

  return {
    next() {
      if (!isOver) detach ??= attach(sink);
      return over;
    },
    return: leave,
    throw: leave,
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
