import { SubgraphFault } from './fault.js';

/** How long somebody waits. Over when it has expired, the client has left, or somebody ended the wait. */
export interface Deadline {
  /** Why nobody waits any longer; null as long as somebody does. */
  readonly fault: SubgraphFault | null;
  /** Aborted at that moment, with the fault as the reason. Made when it is first asked for: most requests need none. */
  readonly signal: AbortSignal;
  /**
   * Calls back at that moment, or at once when it has passed.
   * @returns what takes the request back
   */
  onOver(callback: (fault: SubgraphFault) => void): () => void;
  /** Nobody waits any longer, for that reason. */
  giveUp(reason: SubgraphFault): void;
  /** Frees the timer. */
  end(): void;
}

/** A timer that fires so much too late tells that this process stood still, in milliseconds. */
const LATE_MS = 500;

/** Starts now. `clientLeft` ends the wait early; null for what must be finished whoever waits. */
export function startDeadline(timeoutMs: number, clientLeft: AbortSignal | null): Deadline {
  const callbacks = new Set<(fault: SubgraphFault) => void>();
  let controller: AbortController | null = null;
  let fault: SubgraphFault | null = null;
  const finish = (reason: SubgraphFault) => {
    if (fault) return;
    fault = reason;
    controller?.abort(reason);
    for (const callback of [...callbacks]) callback(reason);
    callbacks.clear();
  };
  const leave = () => finish(new SubgraphFault('client_left', 'The client has left.'));
  const dueAt = performance.now() + timeoutMs;
  const expire = () => finish(new SubgraphFault('timeout', `No answer within ${timeoutMs} ms.`));
  let timer = setTimeout(() => {
    // This process stood still, and the answer may lie in its sockets unread.
    if (performance.now() - dueAt > LATE_MS) timer = setTimeout(expire, LATE_MS);
    else expire();
  }, timeoutMs);
  if (clientLeft?.aborted) leave();
  clientLeft?.addEventListener('abort', leave, { once: true });
  return {
    get fault() {
      return fault;
    },
    get signal() {
      controller ??= new AbortController();
      if (fault) controller.abort(fault);
      return controller.signal;
    },
    onOver(callback) {
      if (fault) callback(fault);
      else callbacks.add(callback);
      return () => callbacks.delete(callback);
    },
    giveUp: finish,
    end() {
      clearTimeout(timer);
      clientLeft?.removeEventListener('abort', leave);
    },
  };
}
