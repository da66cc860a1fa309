import { randomInt } from 'node:crypto';
import getPort, { portNumbers } from 'get-port';

/** Below what systems hand out themselves, to outgoing connections too (Linux: from 32768). */
const FIRST_PORT = 12_000;
const PORTS_PER_WORKER = 5_000;
const WORKERS = 4;
/** How many in a row are tried. */
const ATTEMPTS = 200;

/**
 * A TCP port of the loopback interface that nobody listens on now, and that nobody else is likely to take before a
 * server that starts slowly listens: each worker of jest has ports of its own.
 */
export function freePort(): Promise<number> {
  const worker = Number(process.env.JEST_WORKER_ID ?? 1) % WORKERS;
  const from = FIRST_PORT + worker * PORTS_PER_WORKER + randomInt(PORTS_PER_WORKER - ATTEMPTS);
  return getPort({ host: '127.0.0.1', port: portNumbers(from, from + ATTEMPTS - 1) });
}
