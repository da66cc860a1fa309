// What CPython sees of the world while it runs programs: three descriptors, a clock that sleeps without burning a core, and
// random numbers. Shared by the thread that boots the first interpreter and by those that run copies of it.
import { Fd, WASI, wasi } from '@bjorn3/browser_wasi_shim';

/**
 * @typedef {object} GuestStreams
 * @property {(size: number) => Uint8Array} read What standard input holds next; nothing at its end.
 * @property {(data: Uint8Array) => void} print What the program writes on standard output.
 * @property {(data: Uint8Array) => void} control What the harness writes on standard error.
 */

/** A WASI host without files, environment, sockets or processes, for the Python command `command`.
 * @param {string} command @param {GuestStreams} streams */
export function createGuest(command, streams) {
  // -I: no environment, no user site; -S: no site; -B: no bytecode files. No argument or variable comes from outside.
  const args = ['python', '-I', '-S', '-B', '-X', 'utf8', '-c', command];
  const host = new WASI(args, [], [new Input(streams.read), new Output(streams.print), new Output(streams.control)], {
    debug: false,
  });
  const poll = host.wasiImport.poll_oneoff;
  host.wasiImport.poll_oneoff = (
    /** @type {number} */ subscription,
    /** @type {number} */ event,
    /** @type {number} */ count,
  ) => {
    if (count === 1) sleepFor(new DataView(host.inst.exports.memory.buffer), subscription);
    return poll?.(subscription, event, count);
  };
  for (const name of ['sock_accept', 'sock_recv', 'sock_send', 'sock_shutdown']) {
    host.wasiImport[name] = () => wasi.ERRNO_NOTSUP;
  }
  return host;
}

class Input extends Fd {
  /** @param {GuestStreams['read']} read */
  constructor(read) {
    super();
    this.read = read;
  }

  /** @override */
  fd_fdstat_get() {
    const fdstat = new wasi.Fdstat(wasi.FILETYPE_CHARACTER_DEVICE, 0);
    fdstat.fs_rights_base = BigInt(wasi.RIGHTS_FD_READ);
    return { ret: wasi.ERRNO_SUCCESS, fdstat };
  }

  /** @override @param {number} size */
  fd_read(size) {
    return { ret: wasi.ERRNO_SUCCESS, data: this.read(size) };
  }
}

class Output extends Fd {
  /** @param {GuestStreams['print']} write */
  constructor(write) {
    super();
    this.write = write;
  }

  /** @override @param {Uint8Array} data */
  fd_write(data) {
    this.write(data);
    return { ret: wasi.ERRNO_SUCCESS, nwritten: data.length };
  }
}

// A subscription to a clock, as WASI lays it out.
const OFFSET = { type: 8, clock: 16, timeout: 24, flags: 40 };
const TYPE_CLOCK = 0;
const CLOCK_REALTIME = 0;
const FLAG_ABSOLUTE = 1;
const never = new Int32Array(new SharedArrayBuffer(4));

/** The shim waits by looking at the clock again and again; here the thread sleeps first, so that nothing is left to wait.
 * @param {DataView} memory @param {number} at */
function sleepFor(memory, at) {
  if (memory.getUint8(at + OFFSET.type) !== TYPE_CLOCK) return;
  const until = Number(memory.getBigUint64(at + OFFSET.timeout, true)) / 1e6;
  const absolute = (memory.getUint16(at + OFFSET.flags, true) & FLAG_ABSOLUTE) !== 0;
  const realtime = memory.getUint32(at + OFFSET.clock, true) === CLOCK_REALTIME;
  const now = realtime ? Date.now() : performance.now();
  Atomics.wait(never, 0, 0, Math.max(absolute ? until - now : until, 0));
  memory.setBigUint64(at + OFFSET.timeout, 0n, true);
  memory.setUint16(at + OFFSET.flags, 0, true);
}
