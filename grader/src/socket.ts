import { lstat, mkdir, unlink } from 'node:fs/promises';
import { connect } from 'node:net';
import { dirname } from 'node:path';

/** The kernel's limit on a socket's path, less its closing zero (104 on macOS, 108 on Linux; the smaller holds). */
const MAX_PATH_BYTES = 103;

/**
 * Makes sure that a server may bind to `path`: creates its folder for the owner alone, and removes a socket that a dead
 * process left behind. Throws, with a sentence that says what to do, when a live server or another file holds the path.
 */
export async function claimSocketPath(path: string): Promise<void> {
  if (Buffer.byteLength(path) > MAX_PATH_BYTES) {
    throw new Error(`The socket path is longer than ${MAX_PATH_BYTES} bytes: choose a shorter one (${path}).`);
  }
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const found = await lstat(path).catch(() => null);
  if (!found) return;
  if (!found.isSocket()) throw new Error(`${path} exists and is not a socket: choose another path or remove it.`);
  if (await answers(path)) throw new Error(`Another grader is listening on ${path}: stop it or choose another path.`);
  await unlink(path);
}

function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
