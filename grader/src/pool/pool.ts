import type { GraderLog } from '../log.js';
import { deferred } from './deferred.js';
import { InterpreterError, type InterpreterFailure } from './errors.js';
import { type Interpreter, startInterpreter } from './interpreter.js';
import type { PythonModule } from './python.js';

/** What a pool is made of. */
export interface InterpreterPoolOptions {
  module: PythonModule;
  /** Python source that answers each line of standard input with one line of standard output. */
  program: string;
  /** Interpreters kept booted, hence requests served at once. */
  size: number;
  /** Requests that may wait for an interpreter; one more is refused with OVERLOADED. */
  maxQueue: number;
  /** Milliseconds from `run` to its answer, waiting included. */
  deadlineMs: number;
  /** Requests after which an interpreter is replaced; 1 gives everybody a fresh one. */
  maxUses: number;
  log: GraderLog;
}

/** Turns the guest's line into a value, or throws; `reusable: false` has the interpreter thrown away. */
export type EvidenceReader<T> = (line: string) => { value: T; reusable: boolean };

/** How many interpreters are in which state, and how many requests wait. */
export interface PoolCensus {
  booting: number;
  idle: number;
  busy: number;
  queued: number;
}

/** A warm pool of interpreters. It knows nothing of what its program computes. */
export interface InterpreterPool {
  /** Answers with what `read` makes of the guest's evidence; rejects with an InterpreterError, never a verdict. */
  run<T>(request: unknown, read: EvidenceReader<T>, signal?: AbortSignal): Promise<T>;
  /** Resolves once an interpreter has booted, or when the pool is closed before. */
  booted(): Promise<void>;
  /** True while at least one interpreter is booted and the pool is open. */
  isReady(): boolean;
  census(): PoolCensus;
  /** Refuses new requests, waits for those accepted (each has its deadline), then ends every thread. */
  close(): Promise<void>;
}

interface Job {
  request: unknown;
  settle: (line: string) => boolean;
  fail: (error: InterpreterError) => void;
  interpreter: Interpreter | undefined;
}

const BOOT_DEADLINE_MS = 15_000;
const FIRST_BOOT_RETRY_MS = 100;
const LAST_BOOT_RETRY_MS = 5_000;

/** Starts `size` interpreters ahead of any request; one that dies is replaced, with a growing pause if boots fail. */
export function createInterpreterPool(options: InterpreterPoolOptions): InterpreterPool {
  const { size, maxQueue, deadlineMs, maxUses, log } = options;
  const booting = new Set<Interpreter>();
  const busy = new Set<Interpreter>();
  const idle: Interpreter[] = [];
  const queue: Job[] = [];
  const retries = new Set<NodeJS.Timeout>();
  const accepted = new Set<Promise<unknown>>();
  const firstBoot = deferred<void>();
  let failedBoots = 0;
  let closed = false;

  const boot = (): void => {
    if (closed) return;
    const interpreter = startInterpreter(options.module, options.program);
    booting.add(interpreter);
    const tooLong = setTimeout(() => void interpreter.destroy(), BOOT_DEADLINE_MS);
    interpreter.booted
      .then(() => {
        booting.delete(interpreter);
        failedBoots = 0;
        firstBoot.resolve();
        makeIdle(interpreter);
      })
      .catch((error: unknown) => {
        booting.delete(interpreter);
        void interpreter.destroy();
        if (closed) return;
        const pause = Math.min(FIRST_BOOT_RETRY_MS * 2 ** failedBoots, LAST_BOOT_RETRY_MS);
        failedBoots += 1;
        log.error({ err: error, failedBoots, retryInMs: pause }, 'grader.interpreter.boot_failed');
        const retry = setTimeout(() => {
          retries.delete(retry);
          boot();
        }, pause);
        retries.add(retry);
      })
      .finally(() => clearTimeout(tooLong));
  };

  const makeIdle = (interpreter: Interpreter): void => {
    if (closed && queue.length === 0) return void interpreter.destroy();
    idle.push(interpreter);
    dispatch();
  };

  const replace = (interpreter: Interpreter, reason: 'worn' | 'exhausted' | InterpreterFailure): void => {
    const event = { reason, uses: interpreter.uses };
    if (reason === 'worn') log.info(event, 'grader.interpreter.renewed');
    else log.warn(event, 'grader.interpreter.thrown_away');
    busy.delete(interpreter);
    void interpreter.destroy();
    boot();
  };

  const dispatch = (): void => {
    while (idle.length > 0 && queue.length > 0) {
      const interpreter = idle.shift();
      const job = queue.shift();
      if (interpreter && job) void serve(interpreter, job);
    }
  };

  const serve = async (interpreter: Interpreter, job: Job): Promise<void> => {
    busy.add(interpreter);
    job.interpreter = interpreter;
    let verdict: 'reusable' | 'exhausted' | InterpreterFailure;
    try {
      verdict = job.settle(await interpreter.ask(job.request)) ? 'reusable' : 'exhausted';
    } catch (error) {
      const failure = asInterpreterError(error);
      verdict = failure.failure;
      job.fail(failure);
    }
    job.interpreter = undefined;
    // A deadline has replaced it meanwhile.
    if (!busy.has(interpreter)) return;
    if (verdict !== 'reusable') return replace(interpreter, verdict);
    if (interpreter.uses >= maxUses) return replace(interpreter, 'worn');
    busy.delete(interpreter);
    makeIdle(interpreter);
  };

  const submit = <T>(request: unknown, read: EvidenceReader<T>, signal: AbortSignal | undefined): Promise<T> => {
    const { promise, resolve, reject } = deferred<T>();
    const job: Job = {
      request,
      interpreter: undefined,
      settle: (line) => {
        const { value, reusable } = read(line);
        resolve(value);
        return reusable;
      },
      fail: reject,
    };
    const leaveQueue = (): boolean => {
      const place = queue.indexOf(job);
      if (place !== -1) queue.splice(place, 1);
      return place !== -1;
    };
    const onDeadline = (): void => {
      const waited = leaveQueue();
      job.fail(new InterpreterError('DEADLINE', `No answer within ${deadlineMs} ms${waited ? ', all waiting' : ''}.`));
      if (job.interpreter) replace(job.interpreter, 'DEADLINE');
    };
    // A caller who left frees its place in the queue; a request already running is short and ends by itself.
    const onAbort = (): void => {
      if (leaveQueue()) job.fail(new InterpreterError('CLOSED', 'The caller left.'));
    };
    const timer = setTimeout(onDeadline, deadlineMs);
    signal?.addEventListener('abort', onAbort, { once: true });
    queue.push(job);
    dispatch();
    return promise.finally(() => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
    });
  };

  for (let count = 0; count < size; count += 1) boot();

  return {
    run(request, read, signal) {
      if (closed) return Promise.reject(new InterpreterError('CLOSED', 'The pool is closing.'));
      if (idle.length === 0 && queue.length >= maxQueue) {
        return Promise.reject(new InterpreterError('OVERLOADED', `${queue.length} requests are already waiting.`));
      }
      const answer = submit(request, read, signal);
      accepted.add(answer);
      const forget = () => accepted.delete(answer);
      answer.then(forget, forget);
      return answer;
    },
    booted: () => firstBoot.promise,
    isReady: () => !closed && idle.length + busy.size > 0,
    census: () => ({ booting: booting.size, idle: idle.length, busy: busy.size, queued: queue.length }),
    async close() {
      closed = true;
      firstBoot.resolve();
      for (const retry of retries) clearTimeout(retry);
      await Promise.allSettled(accepted);
      await Promise.all([...booting, ...busy, ...idle.splice(0)].map((interpreter) => interpreter.destroy()));
    },
  };
}

function asInterpreterError(error: unknown): InterpreterError {
  if (error instanceof InterpreterError) return error;
  return new InterpreterError('MALFORMED_EVIDENCE', 'The guest answered with something else than evidence.', {
    cause: error,
  });
}
