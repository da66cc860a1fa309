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
  return new Timed(timeoutMs, clientLeft);
}

/** Has no timer: it is over when it is given up, by those who wait for it with deadlines of their own. */
export function openDeadline(): Deadline {
  return new Open();
}

type Callback = (fault: SubgraphFault) => void;

/** A class, and no set before a second callback: there are two for every request to a subgraph. */
class Open implements Deadline {
  fault: SubgraphFault | null = null;
  #controller: AbortController | null = null;
  #first: Callback | null = null;
  #others: Set<Callback> | null = null;

  get signal(): AbortSignal {
    this.#controller ??= new AbortController();
    if (this.fault) this.#controller.abort(this.fault);
    return this.#controller.signal;
  }

  onOver(callback: Callback): () => void {
    if (this.fault) callback(this.fault);
    else if (this.#first === null) this.#first = callback;
    else {
      this.#others ??= new Set();
      this.#others.add(callback);
    }
    return () => {
      if (this.#first === callback) this.#first = null;
      else this.#others?.delete(callback);
    };
  }

  giveUp(reason: SubgraphFault): void {
    if (this.fault) return;
    this.fault = reason;
    this.#controller?.abort(reason);
    const callbacks = [...(this.#first ? [this.#first] : []), ...(this.#others ?? [])];
    this.#first = null;
    this.#others = null;
    for (const callback of callbacks) callback(reason);
  }

  end(): void {}
}

class Timed extends Open {
  readonly #timeoutMs: number;
  readonly #clientLeft: AbortSignal | null;
  readonly #dueAt: number;
  #timer: NodeJS.Timeout;

  constructor(timeoutMs: number, clientLeft: AbortSignal | null) {
    super();
    this.#timeoutMs = timeoutMs;
    this.#clientLeft = clientLeft;
    this.#dueAt = performance.now() + timeoutMs;
    this.#timer = setTimeout(isDue, timeoutMs, this);
    if (clientLeft?.aborted) this.handleEvent();
    else clientLeft?.addEventListener('abort', this);
  }

  /** The client has left. */
  handleEvent(): void {
    this.giveUp(new SubgraphFault('client_left', 'The client has left.'));
  }

  due(): void {
    // This process stood still, and the answer may lie in its sockets unread.
    if (performance.now() - this.#dueAt > LATE_MS) this.#timer = setTimeout(expire, LATE_MS, this);
    else this.expire();
  }

  expire(): void {
    this.giveUp(new SubgraphFault('timeout', `No answer within ${this.#timeoutMs} ms.`));
  }

  override end(): void {
    clearTimeout(this.#timer);
    this.#clientLeft?.removeEventListener('abort', this);
  }
}

function isDue(deadline: Timed): void {
  deadline.due();
}

function expire(deadline: Timed): void {
  deadline.expire();
}
