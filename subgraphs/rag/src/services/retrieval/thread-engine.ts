import { Worker } from 'node:worker_threads';
import type { Passage, RetrievalEngine, SearchOptions, SearchResult } from './engine.js';
import type { Vocabulary } from './glossary.js';
import { usualVectorWeight } from './lexical-engine.js';
import type { FromThread, ThreadVectors, ToThread } from './thread-messages.js';

/** An index in a thread of its own: neither building nor searching takes time from this thread. */
export interface ThreadEngine extends RetrievalEngine {
  search(query: string, options: SearchOptions, extras?: ThreadSearchExtras): Promise<SearchResult>;
  /** What building took and what the thread holds. */
  readonly built: { milliseconds: number; heapBytes: number };
  /** Resolves when the thread has ended, with the reason when nobody asked it to. */
  readonly ended: Promise<Error | null>;
  /** Ends the thread once the questions it was asked are answered. */
  close(): Promise<void>;
  /**
   * The same, but the thread lives on, empty, for another index: starting one costs more than building a small index.
   * Null when it has ended already.
   */
  release(): Promise<Worker | null>;
}

/** What is told to a search beside its options. */
export interface ThreadSearchExtras {
  vector?: Float32Array | null;
  vectorWeight?: number;
}

/** The thread ended before it answered. */
export class IndexThreadLostError extends Error {
  override readonly name = 'IndexThreadLostError';
}

/** What a thread's index is made of. */
export interface ThreadEngineParts {
  /** Portions of the passages, small enough that copying one does not hold up this thread. */
  portions: AsyncIterable<readonly Passage[]>;
  version: number;
  vocabulary: Vocabulary;
  /** Called with all passages' ids once they are sent. */
  vectors?: (() => Promise<ThreadVectors | null>) | undefined;
  /** An idle thread. @default a new one */
  worker?: Worker;
}

/**
 * Starts a thread and builds an index in it.
 * @throws IndexThreadLostError when the thread ends before it is built
 */
export async function buildThreadEngine(parts: ThreadEngineParts): Promise<ThreadEngine> {
  const { portions, version, vocabulary, vectors = async () => null, worker = startIndexThread() } = parts;
  const waiting = new Map<number, { resolve: (result: SearchResult) => void; reject: (error: Error) => void }>();
  const idle = signal<void>();
  const built = signal<ThreadEngine['built']>();
  const ended = signal<Error | null>();
  let lastId = 0;
  let closing = false;
  let size = 0;
  let reason: unknown = null;
  let gone: IndexThreadLostError | null = null;
  const listeners = {
    error: (error: unknown) => {
      reason = error;
    },
    exit: (code: number) => {
      const lost = new IndexThreadLostError(`The index thread ended with code ${code}.`, { cause: reason });
      gone = lost;
      for (const { reject } of waiting.values()) reject(lost);
      waiting.clear();
      idle.settle();
      ended.settle(lost);
    },
    message: (message: FromThread) => {
      if (message.kind === 'built') {
        built.settle(message);
        return;
      }
      const asked = waiting.get(message.id);
      waiting.delete(message.id);
      if (message.kind === 'found') asked?.resolve(message.result);
      else asked?.reject(new Error(message.reason));
      if (waiting.size > 0) return;
      // A process that has nothing else to do does not wait for an idle index.
      worker.unref();
      if (closing) idle.settle();
    },
  };
  worker.on('error', listeners.error).on('exit', listeners.exit).on('message', listeners.message);
  worker.ref();

  try {
    for await (const passages of portions) {
      size += passages.length;
      tell({ kind: 'passages', passages });
    }
    const rows = await vectors();
    tell({ kind: 'build', version, vocabulary, vectors: rows }, rows ? [rows.rows.buffer as ArrayBuffer] : []);
    const measured = await Promise.race([built.promise, ended.promise.then((lost) => Promise.reject(lost))]);
    worker.unref();
    return { size, version, built: measured, ended: ended.promise, search, close, release };
  } catch (error) {
    await worker.terminate();
    throw error;
  }

  function search(query: string, options: SearchOptions, extras: ThreadSearchExtras = {}): Promise<SearchResult> {
    const { vector = null, vectorWeight = usualVectorWeight } = extras;
    const id = ++lastId;
    return new Promise((resolve, reject) => {
      if (gone || closing) {
        reject(gone ?? new IndexThreadLostError('The index thread is closed.'));
        return;
      }
      worker.ref();
      waiting.set(id, { resolve, reject });
      tell({ kind: 'search', id, query, options, vector, vectorWeight });
    });
  }

  async function release(): Promise<Worker | null> {
    closing = true;
    if (waiting.size > 0) await idle.promise;
    worker.off('error', listeners.error).off('exit', listeners.exit).off('message', listeners.message);
    ended.settle(null);
    if (gone) return null;
    tell({ kind: 'forget' });
    return worker;
  }

  async function close(): Promise<void> {
    await (await release())?.terminate();
  }

  function tell(message: ToThread, transfer: ArrayBuffer[] = []): void {
    worker.postMessage(message, transfer);
  }
}

/** A promise that is settled from outside, once. */
function signal<T>(): { promise: Promise<T>; settle: (value: T) => void } {
  let settle: (value: T) => void = () => undefined;
  const promise = new Promise<T>((resolve) => {
    settle = resolve;
  });
  return { promise, settle };
}

/**
 * Starts a thread that waits for passages. From sources (tests, tools) it needs the compiler's loader; built, it is plain
 * JavaScript. The thread has no environment: it needs none, and nothing in it is worth stealing.
 */
export function startIndexThread(): Worker {
  const entry = import.meta.url.endsWith('.ts') ? './index-thread-from-sources.mjs' : './index-thread.js';
  return new Worker(new URL(entry, import.meta.url), { env: {}, execArgv: [] });
}
