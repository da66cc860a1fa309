import { createMailbox } from '../delivery/mailbox.js';
import { createResultIterator } from '../delivery/result-iterator.js';
import type { ResultStream } from '../options.js';
import type { Frame } from './frame.js';
import type { LatestSink } from './seat.js';

/** A LATEST subscription as a stream of results: what its reader had no time for is replaced by what is newer. */
export function latestStream(attach: (sink: LatestSink) => () => void): ResultStream {
  const mailbox = createMailbox<Frame>('LATEST', { items: 1 });
  const detach = attach({
    next: (frame) => void mailbox.push(frame),
    end: (error) => (error ? mailbox.fail(error) : mailbox.complete()),
  });
  return createResultIterator(mailbox, async ({ result }) => result, detach);
}
