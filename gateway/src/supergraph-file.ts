import { readFile, stat } from 'node:fs/promises';
import type { Logger } from '@doctorpy/service-kit/logging';

/** The composed supergraph, and what becomes of it. */
export interface SupergraphSource {
  /** Its SDL at the start. */
  readonly sdl: string;
  /** Calls `onChange` with every later one; @returns what ends it */
  follow(onChange: (sdl: string) => void): () => void;
}

/**
 * Reads a file, and looks every `pollMs` milliseconds whether it is another one: events of the file system are not
 * reliable across mounts and containers, and a file that is replaced keeps none.
 * @throws Error when it cannot be read at the start
 */
export async function readSupergraphFile(options: {
  readonly path: string | URL;
  readonly pollMs: number;
  readonly log: Logger;
}): Promise<SupergraphSource> {
  const { path, pollMs, log } = options;
  let known = await fingerprint(path);
  let sdl = await readFile(path, 'utf8');
  return {
    sdl,
    follow(onChange) {
      let timer: NodeJS.Timeout;
      let isStopped = false;
      const look = async () => {
        try {
          const current = await fingerprint(path);
          if (current !== known) {
            const read = await readFile(path, 'utf8');
            known = current;
            if (read !== sdl && !isStopped) {
              sdl = read;
              onChange(read);
            }
          }
        } catch (error) {
          log.warn({ err: error }, 'supergraph.unreadable');
        }
        if (!isStopped) plan();
      };
      const plan = () => {
        timer = setTimeout(() => void look(), pollMs).unref();
      };
      plan();
      return () => {
        isStopped = true;
        clearTimeout(timer);
      };
    },
  };
}

async function fingerprint(path: string | URL): Promise<string> {
  const { ino, size, mtimeMs } = await stat(path);
  return `${ino} ${size} ${mtimeMs}`;
}
