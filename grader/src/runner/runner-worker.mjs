// The thread in which submissions run, one after the other, each in an interpreter that starts from a copy of a booted
// one's memory and is thrown away afterwards. Plain JavaScript for the reason given in ../pool/interpreter-worker.mjs.
import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { createGuest } from './guest.mjs';

/** @typedef {import('./runner-thread.js').RunnerWorkerData} RunnerWorkerData */
/** @typedef {import('./runner-thread.js').RunnerOrder} RunnerOrder */
/** @typedef {import('./runner-thread.js').RunnerMessage} RunnerMessage */
/** @typedef {import('./runner-thread.js').Ending} Ending */

const RESUME = "import sys;sys.modules['__grader__'].resume()";
/** What one answer may hold; values are cut far below in the guest, so more is a flood. */
const MAX_ANSWER_BYTES = 1024 * 1024;

if (!parentPort) throw new Error('The runner runs in a worker thread.');
const port = parentPort;
/** @type {RunnerWorkerData} */
const { module, memory: snapshot, stackPointer, signal, maxOutputBytes } = workerData;
const posted = new Int32Array(signal);

/** Thrown through the guest to end it; never seen by a submission, which cannot catch it. */
class Stop extends Error {
  /** @param {Ending | null} ending */
  constructor(ending) {
    super('stop');
    this.ending = ending;
  }
}

/** @param {RunnerMessage} message */
const tell = (message) => port.postMessage(message);

/** Counts the interpreters of this thread. */
let life = 0;

/** The next order for this interpreter, as soon as there is one; the thread sleeps until then.
 * @returns {RunnerOrder} */
function nextOrder() {
  for (;;) {
    // Read before looking, so that an order posted between the look and the wait makes the wait return at once.
    const seen = Atomics.load(posted, 0);
    const received = receiveMessageOnPort(port);
    if (received) {
      if (received.message.life === life) return received.message;
      continue;
    }
    Atomics.wait(posted, 0, seen);
  }
}

/** The streams of one interpreter. Between its answer and the next request the guest has nothing to say. */
function createConversation() {
  let request = Buffer.alloc(0);
  let typed = Buffer.alloc(0);
  let asked = false;
  let announced = false;
  let control = '';
  let outputBytes = 0;
  /** @type {RunnerMessage & { type: 'answer' }} */
  let answer = { type: 'answer', line: '', output: [] };

  const receive = () => {
    if (!announced) tell({ type: 'ready', life });
    announced = true;
    const order = nextOrder();
    if (order.type === 'release') throw new Stop(null);
    request = Buffer.from(`${order.line}\n`);
    if (order.typed !== null) typed = Buffer.from(order.typed);
    answer = { type: 'answer', line: '', output: [] };
    outputBytes = 0;
    asked = true;
  };

  /** @param {'printed' | 'prompt'} kind @param {string} text */
  const keep = (kind, text) => {
    const last = answer.output.at(-1);
    if (kind === 'printed' && last?.kind === kind) last.text += text;
    else answer.output.push({ kind, text });
  };
  const decoder = new TextDecoder();

  return {
    /** @param {number} size */
    read(size) {
      if (request.length === 0 && !asked) receive();
      const data = (request.length > 0 ? request : typed).subarray(0, size);
      if (request.length > 0) request = request.subarray(data.length);
      else typed = typed.subarray(data.length);
      return data;
    },
    /** @param {Uint8Array} data */
    print(data) {
      outputBytes += data.length;
      if (outputBytes > maxOutputBytes) throw new Stop('OUTPUT');
      keep('printed', decoder.decode(data, { stream: true }));
    },
    /** @param {Uint8Array} data */
    control(data) {
      control += Buffer.from(data).toString('utf8');
      if (control.length > MAX_ANSWER_BYTES) throw new Stop('OUTPUT');
      for (let end = control.indexOf('\n'); end !== -1; end = control.indexOf('\n')) {
        const line = control.slice(0, end);
        control = control.slice(end + 1);
        // Nothing was asked, or it was answered already: somebody else than the harness speaks.
        if (!asked || request.length > 0) throw new Stop('OUT_OF_TURN');
        if (line.startsWith('{"prompt": ')) {
          outputBytes += line.length;
          if (outputBytes > maxOutputBytes) throw new Stop('OUTPUT');
          keep('prompt', line);
          continue;
        }
        asked = false;
        tell({ ...answer, line });
      }
    },
  };
}

/** @param {unknown} error @returns {Ending | null} */
function endingOf(error) {
  if (error instanceof Stop) return error.ending;
  if (error instanceof RangeError) return 'STACK';
  return 'TRAP';
}

/** One interpreter's life. @returns {void} */
function live() {
  life += 1;
  const guest = createGuest(RESUME, createConversation());
  const instance = new WebAssembly.Instance(module, { wasi_snapshot_preview1: guest.wasiImport });
  const { memory, __stack_pointer } = /** @type {import('./snapshot.js').RestartableExports} */ (instance.exports);
  const missing = (snapshot.byteLength - memory.buffer.byteLength) / 65_536;
  if (missing > 0) memory.grow(missing);
  new Uint8Array(memory.buffer).set(new Uint8Array(snapshot));
  __stack_pointer.value = stackPointer;
  /** @type {Ending | null} */
  let ending = 'EXIT';
  try {
    guest.start(/** @type {Parameters<typeof guest.start>[0]} */ (instance));
  } catch (error) {
    ending = endingOf(error);
  }
  if (ending) tell({ type: 'ended', life, ending, memoryBytes: memory.buffer.byteLength });
}

for (;;) live();
