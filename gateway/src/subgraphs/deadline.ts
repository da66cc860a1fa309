import { SubgraphFault } from './fault.js';

/** How long somebody waits. Over when it has expired, the client has left, or `end` was called. */
export interface Deadline {
  /** Aborted, with a {@link SubgraphFault} as the reason, when nobody waits any longer. */
  readonly signal: AbortSignal;
  /** Rejects at the same moment with the same fault; otherwise it never settles. */
  readonly over: Promise<never>;
  /** Frees the timer. */
  end(): void;
}

/** A timer that fires so much too late tells that this process stood still, in milliseconds. */
const LATE_MS = 500;

/** Starts now. `clientLeft` ends the wait early; null for what must be finished whoever waits. */
export function startDeadline(timeoutMs: number, clientLeft: AbortSignal | null): Deadline {
  const controller = new AbortController();
  const { signal } = controller;
  const over = new Promise<never>((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  // Whoever has an answer does not look at it any more.
  over.catch(() => undefined);
  const leave = () => controller.abort(new SubgraphFault('client_left', 'The client has left.'));
  const dueAt = performance.now() + timeoutMs;
  const expire = () => controller.abort(new SubgraphFault('timeout', `No answer within ${timeoutMs} ms.`));
  let timer = setTimeout(() => {
    // This process stood still, and the answer may lie in its sockets unread.
    if (performance.now() - dueAt > LATE_MS) timer = setTimeout(expire, LATE_MS);
    else expire();
  }, timeoutMs);
  if (clientLeft?.aborted) leave();
  clientLeft?.addEventListener('abort', leave, { once: true });
  return {
    signal,
    over,
    end() {
      clearTimeout(timer);
      clientLeft?.removeEventListener('abort', leave);
    },
  };
}
