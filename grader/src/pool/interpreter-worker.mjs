// The worker thread that hosts one CPython-on-WASI instance. Plain JavaScript, because a thread is started from a
// file: this one is the same under a TypeScript runner, under jest and after `tsc`, which type-checks and copies it.
import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { Fd, WASI, wasi } from '@bjorn3/browser_wasi_shim';

/** @typedef {import('./interpreter.js').InterpreterWorkerData} InterpreterWorkerData */
/** @typedef {import('./interpreter.js').InterpreterMessage} InterpreterMessage */

/** The guest's first line of input is its own program; ASCII only, since the host counts arguments in UTF-16 units. */
const BOOTSTRAP =
  "import json,sys;exec(compile(json.loads(sys.stdin.readline()),'<grader>','exec'),{'__name__':'__grader__'})";

/** Beyond this a guest is not answering but flooding; the instance is ended. */
const MAX_LINE_BYTES = 256 * 1024;
const MAX_STDERR_BYTES = 4 * 1024;

if (!parentPort) throw new Error('The interpreter runs in a worker thread.');
const port = parentPort;
/** @type {InterpreterWorkerData} */
const { module, program, signal } = workerData;
const posted = new Int32Array(signal);

/** @param {InterpreterMessage} message */
const tell = (message) => port.postMessage(message);

/** Standard input: blocks the thread until the host posts a line, so that a booted interpreter costs nothing. */
class LineInput extends Fd {
  /** @type {Uint8Array} */
  pending = Buffer.from(`${program}\n`);

  /** @override */
  fd_fdstat_get() {
    const fdstat = new wasi.Fdstat(wasi.FILETYPE_CHARACTER_DEVICE, 0);
    fdstat.fs_rights_base = BigInt(wasi.RIGHTS_FD_READ);
    return { ret: wasi.ERRNO_SUCCESS, fdstat };
  }

  /** @override @param {number} size */
  fd_read(size) {
    if (this.pending.length === 0) this.pending = Buffer.from(`${nextLine()}\n`);
    const data = this.pending.subarray(0, size);
    this.pending = this.pending.subarray(data.length);
    return { ret: wasi.ERRNO_SUCCESS, data };
  }
}

/** Standard output: each line is one piece of evidence. */
class LineOutput extends Fd {
  /** @type {Buffer[]} */
  parts = [];
  size = 0;

  /** @override @param {Uint8Array} data */
  fd_write(data) {
    let start = 0;
    for (let end = data.indexOf(10); end !== -1; end = data.indexOf(10, start)) {
      this.keep(data.subarray(start, end));
      tell({ type: 'line', text: Buffer.concat(this.parts).toString('utf8') });
      this.parts = [];
      this.size = 0;
      start = end + 1;
    }
    this.keep(data.subarray(start));
    return { ret: wasi.ERRNO_SUCCESS, nwritten: data.length };
  }

  /** @param {Uint8Array} data */
  keep(data) {
    this.size += data.length;
    if (this.size > MAX_LINE_BYTES) throw new Error('The guest wrote more than a line may hold.');
    this.parts.push(Buffer.from(data));
  }
}

/** Standard error: its beginning is kept to explain a crash. */
class BoundedText extends Fd {
  text = '';

  /** @override @param {Uint8Array} data */
  fd_write(data) {
    if (this.text.length < MAX_STDERR_BYTES) this.text += Buffer.from(data).toString('utf8');
    return { ret: wasi.ERRNO_SUCCESS, nwritten: data.length };
  }
}

function nextLine() {
  let announced = false;
  for (;;) {
    // Read before looking, so that a line posted between the look and the wait makes the wait return at once.
    const seen = Atomics.load(posted, 0);
    const received = receiveMessageOnPort(port);
    if (received) return String(received.message);
    if (!announced) tell({ type: 'waiting' });
    announced = true;
    Atomics.wait(posted, 0, seen);
  }
}

const stderr = new BoundedText();
// -I: no environment, no user site; -S: no site; -B: no bytecode files. No argument or variable comes from outside.
const args = ['python', '-I', '-S', '-B', '-X', 'utf8', '-c', BOOTSTRAP];
const host = new WASI(args, [], [new LineInput(), new LineOutput(), stderr], { debug: false });
let reason = '';
try {
  const instance = await WebAssembly.instantiate(module, { wasi_snapshot_preview1: host.wasiImport });
  reason = `exit ${host.start(/** @type {Parameters<typeof host.start>[0]} */ (instance))}`;
} catch (error) {
  reason = String(error);
}
tell({ type: 'ended', reason, stderr: stderr.text.slice(0, MAX_STDERR_BYTES) });
