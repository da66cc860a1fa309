import { randomUUID } from 'node:crypto';
import { access, constants, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/**
 * The folder `<cache>/<name>`, filled by `fill` when it does not exist yet.
 *
 * Safe beside other processes doing the same: each fills a folder of its own and the first to rename it wins.
 * Rejects with whatever `fill` rejects with, leaving nothing behind.
 */
export async function cachedFolder(
  cache: string,
  name: string,
  fill: (folder: string) => Promise<void>,
): Promise<string> {
  const target = join(cache, name);
  if (await exists(target)) return target;
  const draft = join(cache, `.draft-${process.pid}-${randomUUID()}`);
  await mkdir(draft, { recursive: true });
  try {
    await fill(draft);
    await rename(draft, target).catch(async (error: unknown) => {
      if (!(await exists(target))) throw error;
    });
    return target;
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

/** Whether a file or folder is there. */
export async function exists(path: string): Promise<boolean> {
  return access(path, constants.F_OK).then(
    () => true,
    () => false,
  );
}

/** Whether a file is there and may be run. */
export async function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}

/** Remembers that an attempt failed, so that later starts do not wait for it again. */
export interface FailureMemory {
  /** Whether the attempt failed less than `forMs` ago. */
  isFresh(forMs: number): Promise<boolean>;
  /** Notes a failure now. */
  note(reason: string): Promise<void>;
}

/** The failure memory of one attempt, a small file `<cache>/<name>.failed`. */
export function failureMemory(cache: string, name: string): FailureMemory {
  const file = join(cache, `${name}.failed`);
  return {
    async isFresh(forMs) {
      const text = await readFile(file, 'utf8').catch(() => '');
      const at = Date.parse(text.split('\n')[0] ?? '');
      return Number.isFinite(at) && Date.now() - at < forMs;
    },
    async note(reason) {
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, `${new Date().toISOString()}\n${reason}\n`);
    },
  };
}
