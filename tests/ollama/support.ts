import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { type RealOllama, waitFor } from '@doctorpy/testkit';

export { isUsersOllama, startRealOllama } from '@doctorpy/testkit';

/** How long a small model on a busy machine may take for an answer, in milliseconds. */
export const PATIENCE_MS = 120_000;

/** How many requests of a kind an Ollama of ours has ended since this was called. */
export async function endedRequests(
  ollama: RealOllama,
  path: '/api/chat' | '/api/embed',
): Promise<() => Promise<number>> {
  const count = async () => {
    const lines = (await ollama.server?.log())?.split('\n') ?? [];
    return lines.filter((line) => line.startsWith('[GIN]') && line.includes(`"${path}"`)).length;
  };
  const before = await count();
  return async () => (await count()) - before;
}

/** What the models of an Ollama of ours have worked since this was called: processor time, which a busy machine does not stretch. */
export async function workOf(ollama: RealOllama): Promise<Work> {
  const before = await ticksOf(ollama);
  const done = async () => (await ticksOf(ollama)) - before;
  return {
    done,
    begun: () => waitFor(async () => (await done()) >= 10, { what: 'the model works', timeoutMs: PATIENCE_MS }),
    async rests() {
      await waitFor(
        async () => {
          const then = await done();
          await pause(500);
          return (await done()) - then <= 1;
        },
        { what: 'the model rests', timeoutMs: PATIENCE_MS },
      );
      return done();
    },
  };
}

/** Work of a model's process, in hundredths of a second of one processor. */
interface Work {
  done(): Promise<number>;
  begun(): Promise<unknown>;
  /** Resolves when no more is done, with what was. */
  rests(): Promise<number>;
}

/** Linux alone tells so much about processes. */
export const canSeeWork = process.platform === 'linux';

async function ticksOf({ server }: RealOllama): Promise<number> {
  const stats = await Promise.all(
    (await readdir('/proc'))
      .filter((name) => /^\d+$/.test(name))
      .map((pid) => readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')),
  );
  return stats.reduce((sum, stat) => {
    // After the name, which may hold anything: state, parent, …; processor time of user and system are the 14th and 15th of all.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return Number(fields[1]) === server?.pid ? sum + Number(fields[11]) + Number(fields[12]) : sum;
  }, 0);
}
