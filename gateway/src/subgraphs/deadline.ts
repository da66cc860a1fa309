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

/** Starts one now. `clientLeft` ends the wait early; null for what must be finished whoever waits. */
export type StartDeadline = (timeoutMs: number, clientLeft: AbortSignal | null) => Deadline;

/**
 * Makes what starts them. A signal is listened to once, for as long as it lives: it is that of a connection, by which one
 * request comes after the other, and listening to it anew would cost each of them more than its timer.
 */
export function createDeadlines(): StartDeadline {
  const listening = new WeakMap<AbortSignal, Set<Timed>>();
  const waitingFor = (signal: AbortSignal): Set<Timed> => {
    const known = listening.get(signal);
    if (known) return known;
    const waiting = new Set<Timed>();
    listening.set(signal, waiting);
    signal.addEventListener('abort', () => {
      for (const deadline of [...waiting]) deadline.clientLeft();
    });
    return waiting;
  };
  return (timeoutMs, clientLeft) => {
    const deadline = new Timed(timeoutMs, clientLeft && !clientLeft.aborted ? waitingFor(clientLeft) : null);
    if (clientLeft?.aborted) deadline.clientLeft();
    return deadline;
  };
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
  readonly #among: Set<Timed> | null;
  readonly #dueAt: number;
  #timer: NodeJS.Timeout;

  /** @param among those that are told when their client has left; it is one of them until it ends */
  constructor(timeoutMs: number, among: Set<Timed> | null) {
    super();
    this.#timeoutMs = timeoutMs;
    this.#among = among;
    this.#dueAt = performance.now() + timeoutMs;
    this.#timer = setTimeout(isDue, timeoutMs, this);
    among?.add(this);
  }

  clientLeft(): void {
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
    this.#among?.delete(this);
  }
}

function isDue(deadline: Timed): void {
  deadline.due();
}

function expire(deadline: Timed): void {
  deadline.expire();
}
