import type { GraderLog } from '../log.js';
import { deferred } from '../pool/deferred.js';
import { InterpreterError } from '../pool/errors.js';
import { GuestEnded, type RawAnswer, type RunnerThread, startRunnerThread } from './runner-thread.js';
import type { PythonSnapshot } from './snapshot.js';

/** What a pool of runners is made of. */
export interface RunnerPoolOptions {
  snapshot: PythonSnapshot;
  /** Threads, hence programs that run at once. */
  size: number;
  /** Programs that may wait for one; one more is refused with OVERLOADED. */
  maxQueue: number;
  /** The longest wait for a runner, in milliseconds; then OVERLOADED too. */
  maxWaitMs: number;
  /** Milliseconds that one program may take altogether, its tests included and waiting not. */
  runMs: number;
  /** What a program may print in answer to one request, in bytes. @default 65536 */
  maxOutputBytes?: number;
  /** How a thread is started: a fault's way in for tests. @default startRunnerThread */
  startThread?: typeof startRunnerThread;
  log: GraderLog;
}

/** The program was still running when its time was over; its thread is gone. */
export class RunTimeout extends Error {
  constructor(milliseconds: number) {
    super(`The program ran for more than ${milliseconds} ms.`);
    this.name = 'RunTimeout';
  }
}

/** An interpreter nobody has used, for one program. */
export interface Lease {
  /** Rejects with RunTimeout, GuestEnded, or an InterpreterError when the pool is closed under it. */
  ask(request: object, typed?: string | null): Promise<RawAnswer>;
  /** Milliseconds spent in `ask` so far. */
  readonly ranMs: number;
}

/** How many runners are in which state, and how many programs wait. */
export interface RunnerCensus {
  preparing: number;
  idle: number;
  busy: number;
  queued: number;
}

/** A pool of interpreters that are each used for one program and never again. */
export interface RunnerPool {
  /** Runs `work` with an untouched interpreter. Rejects with what `work` throws, or an InterpreterError. */
  lease<T>(work: (lease: Lease) => Promise<T>, signal?: AbortSignal): Promise<T>;
  /** Resolves once an interpreter waits, or when the pool is closed before. */
  ready(): Promise<void>;
  /** True while interpreters start as they should; also in the moment in which a used one gives place to the next. */
  isReady(): boolean;
  census(): RunnerCensus;
  /** Refuses new programs, lets accepted ones finish, then ends every thread. */
  close(): Promise<void>;
}

const MAX_OUTPUT_BYTES = 64 * 1024;
const FIRST_RETRY_MS = 100;
const LAST_RETRY_MS = 5_000;

interface Waiting {
  give(untouched: Untouched): void;
}

/** An interpreter that waits for its program: the thread it lives in and its number there. */
interface Untouched {
  thread: RunnerThread;
  life: number;
}

/** A thread takes this long to start where the machine is busy. */
const START_DEADLINE_MS = 15_000;
/** An interpreter is put in place of a used one within milliseconds; a guest that does not give way has this long. */
const LEAST_GRACE_MS = 250;

/** Starts `size` threads; one that dies is replaced, with a growing pause if it could not even start. */
export function createRunnerPool(options: RunnerPoolOptions): RunnerPool {
  const { snapshot, size, maxQueue, maxWaitMs, runMs, log } = options;
  const { maxOutputBytes = MAX_OUTPUT_BYTES, startThread = startRunnerThread } = options;
  const threads = new Set<RunnerThread>();
  const idle: Untouched[] = [];
  const queue: Waiting[] = [];
  const retries = new Set<NodeJS.Timeout>();
  const accepted = new Set<Promise<unknown>>();
  const firstReady = deferred<void>();
  let busy = 0;
  let failedStarts = 0;
  let everReady = false;
  let closed = false;

  const start = (): void => {
    if (closed) return;
    const thread = startThread(snapshot, maxOutputBytes);
    threads.add(thread);
    void prepare(thread, START_DEADLINE_MS, restartLater);
  };

  /** Waits until the thread's next interpreter is there, and gives it to whoever is first. */
  const prepare = async (thread: RunnerThread, withinMs: number, orElse: () => void): Promise<void> => {
    const tooLong = setTimeout(() => void thread.destroy(), withinMs);
    let life: number;
    try {
      life = await thread.next();
    } catch {
      threads.delete(thread);
      if (!closed) orElse();
      return;
    } finally {
      clearTimeout(tooLong);
    }
    failedStarts = 0;
    everReady = true;
    firstReady.resolve();
    const first = queue.shift();
    if (first) first.give({ thread, life });
    else idle.push({ thread, life });
  };

  const restartLater = (): void => {
    const pause = Math.min(FIRST_RETRY_MS * 2 ** failedStarts, LAST_RETRY_MS);
    failedStarts += 1;
    log.error({ failedStarts, retryInMs: pause }, 'grader.runner.start_failed');
    const retry = setTimeout(() => {
      retries.delete(retry);
      start();
    }, pause);
    retries.add(retry);
  };

  const replace = (thread: RunnerThread, reason: string): void => {
    log.info({ reason }, 'grader.runner.replaced');
    threads.delete(thread);
    void thread.destroy();
    start();
  };

  const acquire = (signal: AbortSignal | undefined): Promise<Untouched> => {
    if (signal?.aborted) return Promise.reject(new InterpreterError('CLOSED', 'The caller left.'));
    const { promise, resolve, reject } = deferred<Untouched>();
    for (let untouched = idle.shift(); untouched; untouched = idle.shift()) {
      if (!untouched.thread.dead) return Promise.resolve(untouched);
      replace(untouched.thread, 'found dead');
    }
    const waiting: Waiting = { give: resolve };
    const leave = (error: InterpreterError): void => {
      const place = queue.indexOf(waiting);
      if (place === -1) return;
      queue.splice(place, 1);
      reject(error);
    };
    const timer = setTimeout(
      () => leave(new InterpreterError('OVERLOADED', `No runner was free within ${maxWaitMs} ms.`)),
      maxWaitMs,
    );
    const onAbort = (): void => leave(new InterpreterError('CLOSED', 'The caller left.'));
    signal?.addEventListener('abort', onAbort, { once: true });
    queue.push(waiting);
    return promise.finally(() => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
    });
  };

  const use = async <T>(work: (lease: Lease) => Promise<T>, signal: AbortSignal | undefined): Promise<T> => {
    const untouched = await acquire(signal);
    busy += 1;
    const lease = createLease(untouched, runMs);
    try {
      return await work(lease);
    } finally {
      busy -= 1;
      giveBack(untouched, lease);
    }
  };

  const giveBack = ({ thread, life }: Untouched, lease: OpenLease): void => {
    if (lease.end() === 'lost') {
      replace(thread, lease.lostBy);
      return;
    }
    thread.release(life);
    // A guest may have answered in its harness's stead and still be running: what is left of its time, and no more.
    const grace = Math.max(runMs - lease.ranMs, LEAST_GRACE_MS);
    void prepare(thread, grace, () => replace(thread, 'did not give way'));
  };

  for (let count = 0; count < size; count += 1) start();

  return {
    lease(work, signal) {
      if (closed) return Promise.reject(new InterpreterError('CLOSED', 'The pool is closing.'));
      if (idle.length === 0 && queue.length >= maxQueue) {
        return Promise.reject(new InterpreterError('OVERLOADED', `${queue.length} programs are already waiting.`));
      }
      const done = use(work, signal);
      accepted.add(done);
      const forget = () => accepted.delete(done);
      done.then(forget, forget);
      return done;
    },
    ready: () => firstReady.promise,
    isReady: () => !closed && everReady && failedStarts === 0,
    census: () => ({
      preparing: threads.size - idle.length - busy,
      idle: idle.length,
      busy,
      queued: queue.length,
    }),
    async close() {
      closed = true;
      firstReady.resolve();
      for (const retry of retries) clearTimeout(retry);
      await Promise.allSettled(accepted);
      await Promise.all([...threads].map((thread) => thread.destroy()));
    },
  };
}

interface OpenLease extends Lease {
  /** What became of the thread: it can give place to the next interpreter, or is lost. */
  end(): 'usable' | 'lost';
  readonly lostBy: string;
}

function createLease({ thread, life }: Untouched, runMs: number): OpenLease {
  let ranMs = 0;
  let state: 'waiting' | 'answering' | 'ended' | 'lost' = 'waiting';
  let lostBy = '';
  let over = false;

  return {
    get ranMs() {
      return ranMs;
    },
    get lostBy() {
      return lostBy;
    },
    async ask(request, typed = null) {
      if (over || state !== 'waiting') throw new GuestEnded('THREAD', 0);
      const began = performance.now();
      state = 'answering';
      const late = deferred<never>();
      const timer = setTimeout(() => late.reject(new RunTimeout(runMs)), Math.max(runMs - ranMs, 1));
      try {
        const answer = await Promise.race([thread.ask(life, request, typed), late.promise]);
        state = 'waiting';
        return answer;
      } catch (error) {
        const ended = error instanceof GuestEnded && error.ending !== 'THREAD';
        state = ended ? 'ended' : 'lost';
        if (!ended) lostBy = error instanceof RunTimeout ? 'timeout' : 'died';
        throw error;
      } finally {
        clearTimeout(timer);
        ranMs += performance.now() - began;
      }
    },
    end() {
      over = true;
      // Left in the middle of an answer, it cannot be told to stop but by ending its thread.
      return state === 'answering' || state === 'lost' ? 'lost' : 'usable';
    },
  };
}
