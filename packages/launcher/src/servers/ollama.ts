import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import getPort from 'get-port';
import { LaunchError, reasonOf } from '../errors.js';
import { type Child, startChild } from '../process/child.js';
import { waitUntil } from '../wait-until.js';
import { busyPort, portProblem } from './port.js';
import type { RunningServer } from './running-server.js';

/** How to run an Ollama of our own. */
export interface OllamaOptions {
  /** The `ollama` to run; see `findOllama`. */
  binary: string;
  /** Default: a free port. */
  port?: number;
}

/** An Ollama on the loopback interface, with models of its own, which end with it. */
export interface OllamaServer extends RunningServer {
  /** All it has logged so far. */
  log(): Promise<string>;
}

/**
 * Starts a real Ollama that knows no model yet, answers one question at a time, and waits until it answers.
 * Throws `LaunchError` when the port is busy or it does not start.
 */
export async function startOllama(options: OllamaOptions): Promise<OllamaServer> {
  const home = await mkdtemp(join(tmpdir(), 'doctorpy-ollama-'));
  const logFile = join(home, 'ollama.log');
  const port = options.port ?? (await getPort({ host: loopback }));
  const url = `http://${loopback}:${port}`;

  const launch = async (): Promise<Child> => {
    if (await portProblem(port, loopback)) throw busyPort('Ollama', port);
    const child = await startChild({
      command: options.binary,
      args: ['serve'],
      env: {
        PATH: process.env.PATH,
        HOME: home,
        TMPDIR: home,
        OLLAMA_HOST: `${loopback}:${port}`,
        OLLAMA_MODELS: join(home, 'models'),
        // More at once would share one core: each answer later, none sooner.
        OLLAMA_NUM_PARALLEL: '1',
        OLLAMA_KEEP_ALIVE: '30m',
      },
      logFile,
      temporaryFolder: home,
    });
    try {
      await waitUntil(async () => (await fetch(`${url}/api/version`)).ok, {
        timeoutMs: 60_000,
        what: 'ollama answers',
        giveUp: () => (child.isRunning() ? undefined : new Error('ollama ended while starting')),
      });
      return child;
    } catch (error) {
      await end(child, 'SIGKILL');
      const lastLine = (await readFile(logFile, 'utf8').catch(() => '')).trim().split('\n').at(-1);
      throw new LaunchError(`Ollama did not become ready (${reasonOf(error)}): ${lastLine}`, { cause: error });
    }
  };

  let child = await launch();
  return {
    url,
    port,
    get pid() {
      return child.pid;
    },
    log: () => readFile(logFile, 'utf8'),
    kill: () => end(child, 'SIGKILL'),
    exited: () => child.exited.then(() => undefined),
    async stop() {
      await end(child, 'SIGTERM');
      await rm(home, { recursive: true, force: true });
    },
    async restart() {
      await end(child, 'SIGTERM');
      child = await launch();
    },
  };
}

const loopback = '127.0.0.1';

/** A model runs in a process of its own, of the server's group, which outlives a server that was killed. */
async function end(child: Child, how: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  if (how === 'SIGTERM') await child.stop();
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // Nobody of the group is left.
  }
  await child.exited;
}
