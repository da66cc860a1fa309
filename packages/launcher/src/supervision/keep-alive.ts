import { setTimeout as pause } from 'node:timers/promises';
import { reasonOf } from '../errors.js';
import type { Report } from '../report.js';

/** How long to wait before starting a crashed process again. */
export interface Backoff {
  /** Before the first new start; doubles with every further one. */
  firstMs: number;
  maxMs: number;
  /** A process that ran this long is taken for healthy: the next wait is `firstMs` again. */
  stableMs: number;
}

/** Something that runs and can be started again. */
export interface Restartable {
  name: string;
  /** Settles when the present process has ended, with how (for a human). */
  ended(): Promise<string>;
  /** Starts it again; resolves when it is ready, rejects when it did not become so. */
  relaunch(): Promise<void>;
  /** The last lines of its log since the present process started. */
  lastLines(): Promise<readonly string[]>;
}

/** Stops watching; the process itself is left as it is. */
export interface Watch {
  end(): void;
}

/** Starts `subject` again whenever it ends, and says so each time, until the watch is ended. */
export function keepAlive(subject: Restartable, report: Report, backoff: Backoff = defaultBackoff): Watch {
  const cancelled = new AbortController();
  void loop(subject, report, backoff, cancelled.signal);
  return { end: () => cancelled.abort() };
}

/** A quarter of a second is unnoticed by a caller that retries; ten seconds keep a broken service cheap. */
const defaultBackoff: Backoff = { firstMs: 250, maxMs: 10_000, stableMs: 60_000 };

async function loop(subject: Restartable, report: Report, backoff: Backoff, signal: AbortSignal): Promise<void> {
  let waitMs = backoff.firstMs;
  let startedAt = Date.now();
  for (;;) {
    const how = await subject.ended();
    if (signal.aborted) return;
    if (Date.now() - startedAt >= backoff.stableMs) waitMs = backoff.firstMs;
    report(crashText(subject.name, how, await subject.lastLines(), waitMs));
    if (!(await pauseUnless(signal, waitMs))) return;
    waitMs = Math.min(waitMs * 2, backoff.maxMs);
    startedAt = Date.now();
    try {
      await subject.relaunch();
      if (!signal.aborted) report(`${subject.name} is ready again`);
    } catch (error) {
      if (!signal.aborted) report(`${subject.name} could not be started again: ${reasonOf(error)}`);
    }
  }
}

function crashText(name: string, how: string, lines: readonly string[], waitMs: number): string {
  const said = lines.map((line) => `\n    ${line}`).join('');
  return `${name} ended (${how}); starting it again in ${waitMs / 1000} s${said}`;
}

async function pauseUnless(signal: AbortSignal, ms: number): Promise<boolean> {
  await pause(ms, undefined, { signal }).catch(() => {});
  return !signal.aborted;
}
