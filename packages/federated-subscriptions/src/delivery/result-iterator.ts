import type { Mailbox } from './mailbox.js';

/**
 * Reads a mailbox one item at a time and yields what `produce` makes of each, in order; nothing is produced before it is
 * asked for, so that a slow reader slows its own stream only. Written by hand because an async generator blocked in
 * `await` ignores `return()` until its next event: here `return()` settles at once and every pending `next()` with it.
 *
 * @param onEnd called once, whoever ended the stream.
 */
export function createResultIterator<Item extends object, Result>(
  mailbox: Mailbox<Item>,
  produce: (item: Item) => Promise<Result>,
  onEnd: () => void,
): AsyncIterableIterator<Result, undefined, undefined> {
  type Step = IteratorResult<Result, undefined>;
  const done: Step = { done: true, value: undefined };
  const waiting = new Set<(step: Step) => void>();
  let ended = false;
  let turn: Promise<void> = Promise.resolve();

  const end = (): void => {
    if (ended) return;
    ended = true;
    mailbox.complete();
    for (const resolve of waiting) resolve(done);
    waiting.clear();
    onEnd();
  };

  const step = async (): Promise<Step> => {
    if (ended) return done;
    const taken = await mailbox.take();
    return taken.done ? done : { done: false, value: await produce(taken.value) };
  };

  return {
    next() {
      if (ended) return Promise.resolve(done);
      return new Promise((resolve, reject) => {
        waiting.add(resolve);
        // Settled before end(), which would otherwise answer "done" to the reader who is owed this very outcome.
        turn = turn.then(step).then(
          (result) => {
            waiting.delete(resolve);
            resolve(result);
            if (result.done) end();
          },
          (error: unknown) => {
            waiting.delete(resolve);
            reject(error);
            end();
          },
        );
      });
    },
    return() {
      end();
      return Promise.resolve(done);
    },
    throw(error: unknown) {
      end();
      return Promise.reject(error);
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
