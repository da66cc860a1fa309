import type { Logger } from 'pino';
import { ConfigurationError } from '../env/index.js';

/** Longest a service may take to finish its work in hand, in milliseconds. */
const SHUTDOWN_TIMEOUT_MS = 10_000;

/** Something that runs until it is closed. */
export interface Closable {
  close(): Promise<unknown>;
}

/**
 * Runs a service as a process: starts it, closes it on SIGTERM or SIGINT, and exits non-zero when it cannot start,
 * cannot close in time, or meets an error nobody caught. A configuration error is said in a sentence, without a stack.
 */
export async function runService(log: Logger, start: () => Promise<Closable>): Promise<void> {
  let stopping = false;
  let service: Closable | null = null;
  const stop = async (reason: string, exitCode: number) => {
    if (stopping) return;
    stopping = true;
    log.info({ reason }, 'service.stopping');
    const timer = setTimeout(() => {
      log.error({ timeoutMs: SHUTDOWN_TIMEOUT_MS }, 'service.stop_timed_out');
      process.exit(1);
    }, SHUTDOWN_TIMEOUT_MS);
    try {
      await service?.close();
      log.info({}, 'service.stopped');
    } catch (err) {
      log.error({ err }, 'service.stop_failed');
      exitCode = 1;
    }
    clearTimeout(timer);
    process.exit(exitCode);
  };
  process.once('SIGTERM', () => void stop('SIGTERM', 0));
  process.once('SIGINT', () => void stop('SIGINT', 0));
  process.on('uncaughtException', (err) => {
    log.fatal({ err }, 'service.uncaught_exception');
    void stop('uncaughtException', 1);
  });
  process.on('unhandledRejection', (err) => {
    log.fatal({ err }, 'service.unhandled_rejection');
    void stop('unhandledRejection', 1);
  });
  try {
    service = await start();
  } catch (err) {
    if (err instanceof ConfigurationError) log.fatal({ problem: err.message }, 'service.misconfigured');
    else log.fatal({ err }, 'service.start_failed');
    process.exit(1);
  }
}
