import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import type { News } from './readers.js';
import type { Usage } from './usage.js';

/** Processes of one measurement. */
export interface Processes {
  /** Starts a script of this folder. */
  start(script: string, ...args: string[]): ChildProcess;
  /** Connects clients to a port; with a query each subscribes. Resolves when all are there. */
  gather(port: number, size: number, query: string | null): Promise<Readers>;
  /** Ends all. */
  stop(): void;
}

/** Clients in a process of their own. */
export interface Readers {
  /** From the first handshake until all had theirs, in milliseconds. */
  readonly joinMs: number;
  /** What came since the last call. */
  news(): Promise<News>;
  /** Messages so far. */
  count(): Promise<number>;
}

/**
 * Starts processes as production runs them: the packages built, `NODE_ENV=production`.
 * @param profiles folder for CPU profiles of each script, or null
 */
export function createProcesses(profiles: string | null): Processes {
  const started: ChildProcess[] = [];
  const start = (script: string, ...args: string[]): ChildProcess => {
    // Only the scripts of the benchmark itself are TypeScript.
    const loader = process.execArgv.filter((argument) => !argument.includes('doctorpy-src'));
    const profiling = profiles ? ['--cpu-prof', `--cpu-prof-dir=${join(profiles, script)}`] : [];
    const child = fork(new URL(script, import.meta.url), args, {
      execArgv: [...loader, '--expose-gc', ...profiling],
      env: { ...process.env, NODE_ENV: 'production' },
    });
    started.push(child);
    return child;
  };
  return {
    start,
    async gather(port, size, query) {
      const wanted = query === null ? [] : ['--query', query];
      const child = start('readers.ts', '--port', String(port), '--size', String(size), ...wanted);
      const { joinMs } = await told<{ joinMs: number }>(child);
      return {
        joinMs,
        news: () => asked<News>(child, { ask: 'news' }),
        count: async () => (await asked<{ count: number }>(child, { ask: 'count' })).count,
      };
    },
    stop() {
      for (const child of started) if (child.connected) child.disconnect();
    },
  };
}

/** The next message of a process. @throws Error when it ends instead */
export function told<Message>(child: ChildProcess): Promise<Message> {
  return new Promise((resolve, reject) => {
    const ended = (code: number | null) => reject(new Error(`${child.spawnargs.join(' ')} ended with ${code}`));
    child.once('exit', ended);
    child.once('message', (message) => {
      child.off('exit', ended);
      resolve(message as Message);
    });
  });
}

/** What a process has used; its memory after a garbage collection, if asked for. */
export async function usageOf(child: ChildProcess, collect = true): Promise<Usage> {
  return (await asked<{ usage: Usage }>(child, { usage: true, collect })).usage;
}

async function asked<Message>(child: ChildProcess, question: object): Promise<Message> {
  child.send(question);
  return told<Message>(child);
}
