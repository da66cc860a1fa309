import { startBareThread } from '../bare-thread.js';
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

/**
 * What the host tells the thread: one request for the guest, or that its interpreter is no longer needed. `life` counts the
 * interpreters of a thread: an order that comes too late for its own is not for the next.
 */
export type RunnerOrder =
  | { type: 'ask'; life: number; line: string; typed: string | null }
  | { type: 'release'; life: number };

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
  | { type: 'ready'; life: number }
  | { type: 'answer'; line: string; output: OutputPiece[] }
  | { type: 'ended'; life: number; ending: Ending; memoryBytes: number };

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
  /** Resolves with the number of an interpreter that nobody has used, each once; rejects when the thread died before. */
  next(): Promise<number>;
  /** Sends one request. `typed` replaces what standard input holds, null keeps it. Rejects with GuestEnded. */
  ask(life: number, request: object, typed: string | null): Promise<RawAnswer>;
  /** Has the interpreter replaced by an untouched one, as soon as it asks for its next request. */
  release(life: number): void;
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
  const worker = startBareThread({
    script: new URL('./runner-worker.mjs', import.meta.url),
    workerData,
    maxYoungGenerationSizeMb: 8,
  });
  let asked: Deferred<RawAnswer> | undefined;
  let expected: Deferred<number> | undefined;
  let readyLife = 0;
  let takenLife = 0;
  /** How the latest interpreter ended, once it has. */
  let ended: GuestEnded | undefined;
  let dead = false;

  const die = (): void => {
    dead = true;
    ended ??= new GuestEnded('THREAD', 0);
    expected?.reject(ended);
    asked?.reject(new GuestEnded('THREAD', 0));
    asked = undefined;
  };
  const order = (message: RunnerOrder): void => {
    worker.postMessage(message);
    Atomics.add(posted, 0, 1);
    Atomics.notify(posted, 0);
  };

  worker.on('message', (message: RunnerMessage) => {
    if (dead) return;
    if (message.type === 'ready') {
      readyLife = message.life;
      ended = undefined;
      expected?.resolve(message.life);
      return;
    }
    const waiting = asked;
    asked = undefined;
    if (message.type === 'answer') return waiting?.resolve({ line: message.line, output: message.output });
    // Not even started: the next would not either.
    if (message.life !== readyLife) return void destroy();
    ended = new GuestEnded(message.ending, message.memoryBytes);
    waiting?.reject(ended);
  });
  worker.on('error', die);
  worker.on('exit', die);

  const destroy = async (): Promise<void> => {
    die();
    await worker.terminate();
  };

  return {
    async next() {
      if (dead) throw new GuestEnded('THREAD', 0);
      if (readyLife === takenLife) {
        expected = deferred<number>();
        await expected.promise;
        expected = undefined;
      }
      takenLife = readyLife;
      return takenLife;
    },
    ask(life, request, typed) {
      if (dead || asked) return Promise.reject(new GuestEnded('THREAD', 0));
      if (life !== readyLife || ended) return Promise.reject(ended ?? new GuestEnded('EXIT', 0));
      asked = deferred<RawAnswer>();
      order({ type: 'ask', life, line: asciiJson(request), typed });
      return asked.promise;
    },
    release: (life) => order({ type: 'release', life }),
    get dead() {
      return dead;
    },
    destroy,
  };
}
