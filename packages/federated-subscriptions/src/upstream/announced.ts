import type { Upstream } from './upstream.js';

/** The same upstream, which tells of each event, and of each gap in which one may have been missed, before anybody hears of it. */
export function announced(upstream: Upstream, tell: () => void): Upstream {
  return {
    subscribe: (payload, sink) =>
      upstream.subscribe(payload, {
        next(event, bytes) {
          tell();
          sink.next(event, bytes);
        },
        rejected: (errors) => sink.rejected(errors),
        failed: (error) => sink.failed(error),
        completed: () => sink.completed(),
        interrupted() {
          tell();
          sink.interrupted();
        },
      }),
    close: () => upstream.close(),
  };
}
