// Boots one interpreter with the harness loaded and hands over its memory, from which all others start.
import { parentPort, workerData } from 'node:worker_threads';
import { createGuest } from './guest.mjs';

/** @typedef {import('./snapshot.js').SnapshotWorkerData} SnapshotWorkerData */
/** @typedef {import('./snapshot.js').SnapshotMessage} SnapshotMessage */

/** The guest's first line of input is its own program. The harness keeps its names out of `__main__`. */
const BOOTSTRAP =
  "import json,sys;exec(compile(json.loads(sys.stdin.readline()),'<grader>','exec'),{'__name__':'__grader__'})";

/** Thrown through the guest where its memory is taken. */
class Booted extends Error {}

/** @type {SnapshotWorkerData} */
const { module, program, startedAddress } = workerData;
let input = Buffer.from(`${program}\n`);
let announced = '';

const guest = createGuest(BOOTSTRAP, {
  read(size) {
    const data = input.subarray(0, size);
    input = input.subarray(data.length);
    return data;
  },
  print() {},
  control(data) {
    announced = `${announced}${Buffer.from(data).toString('utf8')}`.slice(-4096);
  },
});
const clock = guest.wasiImport.clock_time_get;
// A call that keeps the interpreter's lock: taken in the middle of a write, the memory could not be started again.
guest.wasiImport.clock_time_get = (
  /** @type {number} */ id,
  /** @type {bigint} */ precision,
  /** @type {number} */ time,
) => {
  if (announced.endsWith('booted\n')) throw new Booted();
  return clock?.(id, precision, time);
};

/** @returns {SnapshotMessage} */
function boot() {
  const instance = new WebAssembly.Instance(module, { wasi_snapshot_preview1: guest.wasiImport });
  const { memory, __stack_pointer: stackPointer } = /** @type {import('./snapshot.js').RestartableExports} */ (
    instance.exports
  );
  try {
    const code = guest.start(/** @type {Parameters<typeof guest.start>[0]} */ (instance));
    return { error: `The harness ended with code ${code}. ${announced}` };
  } catch (error) {
    if (!(error instanceof Booted)) return { error: `${error} ${announced}` };
  }
  const snapshot = new SharedArrayBuffer(memory.buffer.byteLength);
  new Uint8Array(snapshot).set(new Uint8Array(memory.buffer));
  const started = new DataView(snapshot);
  if (started.getInt32(startedAddress, true) !== 1)
    return { error: 'The mark of a started program is not where it was.' };
  started.setInt32(startedAddress, 0, true);
  return { snapshot, stackPointer: stackPointer.value };
}

parentPort?.postMessage(boot());
