import { spawn } from 'node:child_process';
import { leash, repositoryRoot } from '@doctorpy/launcher';
import { waitFor } from './wait-for.js';

/** A Node process that a test started; it ends with the test run whatever happens. */
export interface TestProcess {
  readonly pid: number;
  /** All it wrote so far to stdout and stderr. */
  output(): string;
  /** Settles when it has ended, with its exit code (null when a signal ended it). */
  readonly exited: Promise<number | null>;
  isRunning(): boolean;
  /** Resolves when its output matches; throws with the output when it ends or `timeoutMs` (default 20 000) pass first. */
  waitForOutput(pattern: RegExp, timeoutMs?: number): Promise<RegExpMatchArray>;
  /** SIGTERM (or `signal`), then SIGKILL after 10 s; resolves when it has ended. */
  stop(signal?: NodeJS.Signals): Promise<void>;
  /** SIGKILL: as a crash. Resolves when it has ended. */
  kill(): Promise<void>;
}

/**
 * Runs a script with this Node: `.ts` straight from sources (workspaces resolve to `src`), anything else as it is.
 * `script` is relative to the repository's root. The environment holds PATH, HOME and `env`, nothing else.
 */
export async function startProcess(options: {
  script: string;
  args?: readonly string[];
  env?: Record<string, string>;
  cwd?: string;
}): Promise<TestProcess> {
  const fromSources = options.script.endsWith('.ts') ? ['--import', 'tsx', '--conditions=doctorpy-src'] : [];
  const script = new URL(options.script, `file://${repositoryRoot}`).pathname;
  const child = spawn(process.execPath, [...fromSources, script, ...(options.args ?? [])], {
    cwd: options.cwd ?? repositoryRoot,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  child.stdout.on('data', (chunk) => {
    text += String(chunk);
  });
  child.stderr.on('data', (chunk) => {
    text += String(chunk);
  });
  const exited = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  const { pid } = child;
  if (pid === undefined) throw new Error(`${options.script} cannot be started`);
  const tie = leash(pid);
  const isRunning = () => child.exitCode === null && child.signalCode === null;
  void exited.then(() => tie.release());

  return {
    pid,
    output: () => text,
    exited,
    isRunning,
    async waitForOutput(pattern, timeoutMs = 20_000) {
      const found = await waitFor(() => text.match(pattern) ?? !isRunning(), {
        timeoutMs,
        what: `${options.script} writes ${pattern}`,
      }).catch((error: unknown) => {
        throw new Error(`${options.script} did not write ${pattern}; it wrote:\n${text}`, { cause: error });
      });
      const match = found === true ? text.match(pattern) : found;
      if (!match) throw new Error(`${options.script} ended before writing ${pattern}; it wrote:\n${text}`);
      return match;
    },
    async stop(signal = 'SIGTERM') {
      child.kill(signal);
      const timer = setTimeout(() => child.kill('SIGKILL'), 10_000);
      await exited;
      clearTimeout(timer);
    },
    async kill() {
      child.kill('SIGKILL');
      await exited;
    },
  };
}
