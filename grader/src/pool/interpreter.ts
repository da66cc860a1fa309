import { startBareThread } from '../bare-thread.js';
import { type Deferred, deferred } from './deferred.js';
import { InterpreterError } from './errors.js';
import type { PythonModule } from './python.js';

/** What the worker thread is started with. */
export interface InterpreterWorkerData {
  module: PythonModule;
  /** The guest's program, as ASCII JSON. */
  program: string;
  /** Four bytes counting the lines posted so far; the worker sleeps on it. */
  signal: SharedArrayBuffer;
}

/** What the worker thread tells the host. */
export type InterpreterMessage =
  | { type: 'waiting' }
  | { type: 'line'; text: string }
  | { type: 'ended'; reason: string; stderr: string };

/** One CPython instance in a thread of its own. It answers one request at a time, and never again once `destroy`ed. */
export interface Interpreter {
  /** Resolves when the program has started and waits for its first request; rejects with CRASHED. */
  readonly booted: Promise<void>;
  /** Requests answered so far. */
  readonly uses: number;
  /**
   * Sends one request and resolves with the line the guest answered, once the guest also waits for the next one.
   * Rejects with CRASHED when the guest ends, the thread dies or `destroy` is called first.
   */
  ask(request: unknown): Promise<string>;
  /** Ends the thread, in the middle of whatever it does. */
  destroy(): Promise<void>;
}

/** Starts a thread with no environment and its own memory limits, and boots `program` in it. */
export function startInterpreter(module: PythonModule, program: string): Interpreter {
  const signal = new SharedArrayBuffer(4);
  const posted = new Int32Array(signal);
  const workerData: InterpreterWorkerData = { module, program: asciiJson(program), signal };
  const worker = startBareThread({
    script: new URL('./interpreter-worker.mjs', import.meta.url),
    workerData,
    maxYoungGenerationSizeMb: 16,
  });
  const boot = deferred<void>();
  let asked: Deferred<string> | undefined;
  let answer: string | undefined;
  let dead: InterpreterError | undefined;
  let uses = 0;

  const die = (message: string, cause?: unknown): void => {
    dead ??= new InterpreterError('CRASHED', message, { cause });
    boot.reject(dead);
    asked?.reject(dead);
    asked = undefined;
  };
  // A pool that already gave up on this interpreter no longer listens to its boot.
  boot.promise.catch(() => undefined);

  worker.on('message', (message: InterpreterMessage) => {
    if (message.type === 'ended') return die(`The interpreter ended (${message.reason}). ${message.stderr}`.trim());
    if (message.type === 'line') {
      if (!asked || answer !== undefined) return die('The guest spoke out of turn.');
      answer = message.text;
      return;
    }
    boot.resolve();
    if (!asked || answer === undefined) return;
    uses += 1;
    asked.resolve(answer);
    asked = undefined;
    answer = undefined;
  });
  worker.on('error', (error) => die(`The interpreter's thread failed: ${error.message}`, error));
  worker.on('exit', (code) => die(`The interpreter's thread ended with code ${code}.`));

  return {
    booted: boot.promise,
    get uses() {
      return uses;
    },
    ask(request) {
      if (dead) return Promise.reject(dead);
      if (asked) return Promise.reject(new InterpreterError('CRASHED', 'The interpreter is already answering.'));
      asked = deferred<string>();
      worker.postMessage(asciiJson(request));
      Atomics.add(posted, 0, 1);
      Atomics.notify(posted, 0);
      return asked.promise;
    },
    async destroy() {
      die('The interpreter was thrown away.');
      await worker.terminate();
    },
  };
}

/** JSON in ASCII alone, on one line: independent of the guest's encoding, and lone surrogates survive the way. */
export function asciiJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
