import { statfs } from 'node:fs/promises';
import { LaunchError } from '../errors.js';

/** Below this, MongoDB may not even make room for its next journal file (100 MB), and ends. */
const ENOUGH_BYTES = 128 * 1024 ** 2;

/**
 * What to say of a server that did not start when its disk is the reason, because it is full or its log says so; undefined
 * when there was room.
 */
export async function fullDisk(facts: {
  folder: string;
  log: string;
  cause: unknown;
}): Promise<LaunchError | undefined> {
  const left = await bytesLeft(facts.folder);
  const isFull = left !== undefined && left < ENOUGH_BYTES;
  if (!isFull && !/No space left on device|ENOSPC/.test(facts.log)) return undefined;
  const megabytes = left === undefined ? '' : ` (${Math.floor(left / 1024 ** 2)} MB left)`;
  return new LaunchError(
    `The disk that holds ${facts.folder} is full${megabytes}: make room and start again; the data need not be deleted.`,
    { cause: facts.cause },
  );
}

async function bytesLeft(folder: string): Promise<number | undefined> {
  return statfs(folder).then(
    ({ bavail, bsize }) => bavail * bsize,
    () => undefined,
  );
}
