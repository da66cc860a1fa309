import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { leash } from './leash.js';

/** A running process that ends with this one. */
export interface Child {
  readonly pid: number;
  /** Settles when the process has ended, whatever ended it; never rejects. */
  readonly exited: Promise<ChildExit>;
  /** False once the process has ended. */
  isRunning(): boolean;
  /** Sends a signal; silently nothing when the process has ended. */
  signal(name: NodeJS.Signals): void;
  /** SIGTERM, then SIGKILL after `graceMs`; resolves when the process has ended. */
  stop(graceMs?: number): Promise<ChildExit>;
}

/** How a process ended. */
export interface ChildExit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

/**
 * Starts a command in its own process group (Ctrl-C reaches only the launcher) and on a leash to this process.
 * stdout and stderr are appended to `logFile`.
 * Rejects when the command cannot be started at all.
 */
export async function startChild(options: {
  command: string;
  args: readonly string[];
  env: NodeJS.ProcessEnv;
  logFile: string;
  cwd?: string;
  /** Removed when this process ends without having stopped the child. */
  temporaryFolder?: string;
}): Promise<Child> {
  const log = openSync(options.logFile, 'a');
  const child = spawn(options.command, options.args, {
    detached: true,
    env: options.env,
    stdio: ['ignore', log, log],
    ...(options.cwd ? { cwd: options.cwd } : {}),
  });
  closeSync(log);
  const pid = await spawned(child);
  const tie = leash(pid, options.temporaryFolder);
  let running = true;
  const exited = new Promise<ChildExit>((resolve) => {
    child.once('exit', (code, signal) => {
      running = false;
      tie.release();
      resolve({ code, signal });
    });
  });
  const signal = (name: NodeJS.Signals) => {
    if (running) child.kill(name);
  };
  return {
    pid,
    exited,
    isRunning: () => running,
    signal,
    async stop(graceMs = 10_000) {
      signal('SIGTERM');
      const timer = setTimeout(() => signal('SIGKILL'), graceMs);
      const exit = await exited;
      clearTimeout(timer);
      return exit;
    },
  };
}

function spawned(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('spawn', () => {
      if (child.pid === undefined) reject(new Error('the process ended before it had an id'));
      else resolve(child.pid);
    });
  });
}
