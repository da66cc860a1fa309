import { Worker } from 'node:worker_threads';
import { type Deferred, deferred } from '../pool/deferred.js';
import { asciiJson } from '../pool/interpreter.js';
import type { PythonModule } from '../pool/python.js';
import type { PythonSnapshot } from './snapshot.js';

/** What the worker thread is started with. */
export interface RunnerWorkerData {
  module: PythonModule;
  memory: SharedArrayBuffer;
  stackPointer: number;
  /** Four bytes counting the orders posted so far; the worker sleeps on it. */
  signal: SharedArrayBuffer;
  /** What a program may print in answer to one request, in bytes. */
  maxOutputBytes: number;
}

/** What the host tells the thread: one request for the guest, or that its interpreter is no longer needed. */
export type RunnerOrder = { type: 'ask'; line: string; typed: string | null } | { type: 'release' };

/**
 * Why an interpreter came to an end by itself: it printed too much, called too deep for its stack, left with an exit code,
 * trapped (as when memory ends in the wrong place), or wrote an answer that nobody had asked for.
 */
export type Ending = 'OUTPUT' | 'STACK' | 'EXIT' | 'TRAP' | 'OUT_OF_TURN';

/** A piece of what the program wrote: printed, or (as one line of the harness) the prompt of an `input`. */
export interface OutputPiece {
  kind: 'printed' | 'prompt';
  text: string;
}

/** What the thread tells the host. */
export type RunnerMessage =
  | { type: 'ready' }
  | { type: 'answer'; line: string; output: OutputPiece[] }
  | { type: 'ended'; ending: Ending; memoryBytes: number };

/** The guest's line, not yet looked at, and what the program wrote meanwhile. */
export interface RawAnswer {
  line: string;
  output: OutputPiece[];
}

/** The interpreter ended in the middle of a request; what that says about the submission is for the ladder to tell. */
export class GuestEnded extends Error {
  readonly ending: Ending | 'THREAD';
  readonly memoryBytes: number;

  constructor(ending: Ending | 'THREAD', memoryBytes: number) {
    super(`The interpreter ended: ${ending}.`);
    this.name = 'GuestEnded';
    this.ending = ending;
    this.memoryBytes = memoryBytes;
  }
}

/** A thread in which interpreters live one after the other. */
export interface RunnerThread {
  /** Resolves when an untouched interpreter waits; rejects when the thread died before. Each interpreter has its own. */
  ready(): Promise<void>;
  /** Sends one request. `typed` replaces what standard input holds, null keeps it. Rejects with GuestEnded. */
  ask(request: object, typed: string | null): Promise<RawAnswer>;
  /** Has the interpreter replaced by an untouched one. Only while it is not answering. */
  release(): void;
  /** True when the thread has ended, or is about to. */
  readonly dead: boolean;
  /** Ends the thread, in the middle of whatever it does. */
  destroy(): Promise<void>;
}

/** Starts a thread with no environment and its own limits, which prepares its first interpreter at once. */
export function startRunnerThread(snapshot: PythonSnapshot, maxOutputBytes: number): RunnerThread {
  const signal = new SharedArrayBuffer(4);
  const posted = new Int32Array(signal);
  const workerData: RunnerWorkerData = { ...snapshot, signal, maxOutputBytes };
  const worker = new Worker(new URL('./runner-worker.mjs', import.meta.url), {
    workerData,
    env: {},
    argv: [],
    execArgv: [],
    stdin: false,
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: 64, maxYoungGenerationSizeMb: 8, stackSizeMb: 4 },
  });
  let prepared = newlyDeferred<void>();
  let asked: Deferred<RawAnswer> | undefined;
  let dead = false;

  const die = (): void => {
    dead = true;
    const error = new GuestEnded('THREAD', 0);
    prepared.reject(error);
    asked?.reject(error);
    asked = undefined;
  };
  const order = (message: RunnerOrder): void => {
    worker.postMessage(message);
    Atomics.add(posted, 0, 1);
    Atomics.notify(posted, 0);
  };

  worker.on('message', (message: RunnerMessage) => {
    if (dead) return;
    if (message.type === 'ready') return prepared.resolve();
    const waiting = asked;
    asked = undefined;
    if (message.type === 'answer') return waiting?.resolve({ line: message.line, output: message.output });
    // Without a request under way it could not even start, or ended after its last answer: not to be relied on.
    if (!waiting) return void destroy();
    prepared = newlyDeferred<void>();
    waiting.reject(new GuestEnded(message.ending, message.memoryBytes));
  });
  worker.on('error', die);
  worker.on('exit', die);

  const destroy = async (): Promise<void> => {
    die();
    await worker.terminate();
  };

  return {
    ready: () => prepared.promise,
    ask(request, typed) {
      if (dead || asked) return Promise.reject(new GuestEnded('THREAD', 0));
      asked = deferred<RawAnswer>();
      order({ type: 'ask', line: asciiJson(request), typed });
      return asked.promise;
    },
    release() {
      prepared = newlyDeferred<void>();
      order({ type: 'release' });
    },
    get dead() {
      return dead;
    },
    destroy,
  };
}

/** A thread nobody waits for at the moment may die all the same. */
function newlyDeferred<T>(): Deferred<T> {
  const made = deferred<T>();
  made.promise.catch(() => undefined);
  return made;
}
