/**
 * Rewrites CPython's WebAssembly so that its memory can be taken once it is booted and every later interpreter can start
 * from there: a boot takes some 60 ms, a copy 3.
 *
 * CPython may be entered again while it is initialised (`Py_Initialize` then does nothing), so a copy of the memory can be
 * started like a new program, provided that its stack pointer is set and that the C library's mark against a second start
 * is removed. Both are the only state outside the memory: the module has one global, and never writes its table.
 */
export interface RestartablePython {
  /** The whole module, for the first boot; exports `__stack_pointer`. */
  readonly boot: Uint8Array;
  /** The same without its data, which the copied memory brings. */
  readonly resume: Uint8Array;
  /** Where the C library notes that it was started: four bytes, 1 then. */
  readonly startedAddress: number;
}

/** Throws when the module is not built like the one this was written for; nothing is guessed. */
export function makeRestartable(bytes: Uint8Array, maxMemoryPages: number): RestartablePython {
  const sections = readSections(bytes);
  const globals = sectionOf(sections, GLOBAL_SECTION);
  if (varuint(globals.body, 0).value !== 1 || sections.some(({ id }) => id === DATA_COUNT_SECTION)) {
    throw new Error('This build of Python keeps state outside its memory; it cannot be started from a copy.');
  }
  const rewritten = sections
    .filter(({ id }) => id !== CUSTOM_SECTION)
    .map((section) => {
      if (section.id === MEMORY_SECTION) return { id: section.id, body: limitMemory(section.body, maxMemoryPages) };
      if (section.id === EXPORT_SECTION)
        return { id: section.id, body: exportGlobal(section.body, '__stack_pointer', 0) };
      return section;
    });
  return {
    boot: writeSections(rewritten),
    resume: writeSections(rewritten.filter(({ id }) => id !== DATA_SECTION)),
    startedAddress: findStartedAddress(sections),
  };
}

interface Section {
  id: number;
  body: Uint8Array;
}

const HEADER_BYTES = 8;
const CUSTOM_SECTION = 0;
const IMPORT_SECTION = 2;
const MEMORY_SECTION = 5;
const GLOBAL_SECTION = 6;
const EXPORT_SECTION = 7;
const CODE_SECTION = 10;
const DATA_SECTION = 11;
const DATA_COUNT_SECTION = 12;
const HEADER = Uint8Array.of(0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00);

function readSections(bytes: Uint8Array): Section[] {
  const sections: Section[] = [];
  let at = HEADER_BYTES;
  while (at < bytes.length) {
    const id = bytes[at] ?? 0;
    const size = varuint(bytes, at + 1);
    sections.push({ id, body: bytes.subarray(size.next, size.next + size.value) });
    at = size.next + size.value;
  }
  return sections;
}

function writeSections(sections: readonly Section[]): Uint8Array {
  const parts = sections.flatMap(({ id, body }) => [Uint8Array.of(id), encoded(body.length), body]);
  return Buffer.concat([HEADER, ...parts]);
}

function sectionOf(sections: readonly Section[], id: number): Section {
  const found = sections.find((section) => section.id === id);
  if (!found) throw new Error(`This build of Python has no section ${id}.`);
  return found;
}

/** One memory, with `maxPages` of 64 kB as its upper limit, whatever the process was started with. */
function limitMemory(body: Uint8Array, maxPages: number): Uint8Array {
  const count = varuint(body, 0);
  const flags = varuint(body, count.next);
  const minimum = varuint(body, flags.next);
  if (count.value !== 1) throw new Error('This build of Python has more than one memory.');
  return Buffer.concat([Uint8Array.of(1, 1), encoded(minimum.value), encoded(maxPages)]);
}

function exportGlobal(body: Uint8Array, name: string, index: number): Uint8Array {
  const count = varuint(body, 0);
  const text = Buffer.from(name);
  const KIND_GLOBAL = 3;
  return Buffer.concat([
    encoded(count.value + 1),
    body.subarray(count.next),
    encoded(text.length),
    text,
    Uint8Array.of(KIND_GLOBAL),
    encoded(index),
  ]);
}

/**
 * wasi-libc's `_start` begins with `if (started != 0) trap; started = 1;`: a block, `i32.const A`, `i32.load`, `i32.eqz`,
 * `if`, `i32.const A`, `i32.const 1`, `i32.store`.
 */
function findStartedAddress(sections: readonly Section[]): number {
  const code = sectionOf(sections, CODE_SECTION).body;
  const start = startFunction(sections);
  let at = varuint(code, 0).next;
  for (let index = 0; index < start; index += 1) {
    const size = varuint(code, at);
    at = size.next + size.value;
  }
  at = varuint(code, at).next;
  const end = at + 200;
  for (; at < end; at += 1) {
    if (code[at] !== 0x41) continue;
    const first = varuint(code, at + 1);
    if (!matches(code, first.next, [0x28, 0x02, 0x00, 0x45, 0x04, 0x40, 0x41])) continue;
    const second = varuint(code, first.next + 7);
    if (second.value === first.value && matches(code, second.next, [0x41, 0x01, 0x36, 0x02, 0x00])) return first.value;
  }
  throw new Error('This build of Python starts in an unknown way; it cannot be started from a copy.');
}

/** The place of `_start` in the code section, which does not count imported functions. */
function startFunction(sections: readonly Section[]): number {
  const { body } = sectionOf(sections, EXPORT_SECTION);
  const text = Buffer.from('_start');
  const at = Buffer.from(body).indexOf(Buffer.concat([Uint8Array.of(text.length), text, Uint8Array.of(0)]));
  if (at === -1) throw new Error('This build of Python has no _start.');
  const imports = varuint(sectionOf(sections, IMPORT_SECTION).body, 0).value;
  return varuint(body, at + 1 + text.length + 1).value - imports;
}

function matches(bytes: Uint8Array, at: number, expected: readonly number[]): boolean {
  return expected.every((byte, index) => bytes[at + index] === byte);
}

/** Reads an unsigned LEB128 number. The addresses read here are positive, so the signed form is the same. */
function varuint(bytes: Uint8Array, at: number): { value: number; next: number } {
  let value = 0;
  let shift = 0;
  for (let next = at; next < bytes.length; next += 1) {
    const byte = bytes[next] ?? 0;
    value |= (byte & 0x7f) << shift;
    shift += 7;
    if ((byte & 0x80) === 0) return { value: value >>> 0, next: next + 1 };
  }
  throw new Error('The module ends within a number.');
}

function encoded(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  do {
    const low = rest & 0x7f;
    rest >>>= 7;
    bytes.push(rest === 0 ? low : low | 0x80);
  } while (rest !== 0);
  return Uint8Array.from(bytes);
}
