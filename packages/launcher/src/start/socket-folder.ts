import { chmod, mkdir, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Longest path used for a Unix socket, in bytes: the kernel's limit is 108 on Linux and 104 on macOS. */
const longestPath = 100;

/**
 * A folder for Unix sockets that only this user may enter: `preferred`, or a short one among the temporary files when
 * a socket called `name` in it would have too long a path.
 */
export async function socketFolder(preferred: string, name: string): Promise<string> {
  if (Buffer.byteLength(join(preferred, name)) >= longestPath) return mkdtemp(join(tmpdir(), 'doctorpy-'));
  await mkdir(preferred, { recursive: true, mode: 0o700 });
  await chmod(preferred, 0o700);
  return preferred;
}
