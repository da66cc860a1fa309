import type { IncomingHttpHeaders, ServerResponse } from 'node:http';

const W3C_TRACEPARENT = /^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/;

/** The trace a client belongs to; null when it names none, or not as W3C Trace Context says. */
export function traceparentOf({ traceparent }: IncomingHttpHeaders): string | null {
  return typeof traceparent === 'string' && W3C_TRACEPARENT.test(traceparent) ? traceparent : null;
}

/** A signal that is aborted when the client leaves before it was answered. */
export function abortedOnClose(response: ServerResponse): AbortSignal {
  const controller = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) controller.abort();
  });
  return controller.signal;
}
