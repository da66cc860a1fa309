import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';

/** How a command ended; `output` is stdout and stderr together, or why it could not be started. */
export interface RunResult {
  code: number | null;
  output: string;
}

/**
 * Runs a command to its end without a shell.
 * Never throws: a command that is missing or takes longer than `timeoutMs` has `code` null.
 * With `logFile`, what it writes is appended there instead of returned.
 */
export function run(
  command: string,
  args: readonly string[],
  options: { timeoutMs: number; cwd?: string; env?: NodeJS.ProcessEnv; logFile?: string },
): Promise<RunResult> {
  const log = options.logFile ? openSync(options.logFile, 'a') : undefined;
  return new Promise<RunResult>((resolve) => {
    const child = spawn(command, args, {
      stdio: ['ignore', log ?? 'pipe', log ?? 'pipe'],
      ...(options.cwd ? { cwd: options.cwd } : {}),
      ...(options.env ? { env: options.env } : {}),
    });
    // Not spawn's own timeout: its timer outlives a command that could not be started.
    const timer = setTimeout(() => child.kill('SIGKILL'), options.timeoutMs);
    let output = '';
    const collect = (chunk: unknown) => {
      output += String(chunk);
    };
    child.stdout?.on('data', collect);
    child.stderr?.on('data', collect);
    const settle = (result: RunResult) => {
      clearTimeout(timer);
      resolve(result);
    };
    child.on('error', (error) => settle({ code: null, output: error.message }));
    child.on('close', (code) => settle({ code, output }));
  }).finally(() => {
    if (log !== undefined) closeSync(log);
  });
}
