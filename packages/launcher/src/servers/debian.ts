import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '../process/run.js';

const aptTimeoutMs = 5 * 60_000;

/**
 * Downloads a Debian package and whatever it needs that this machine lacks, and unpacks all of it into `folder`
 * without installing: no service is started and nothing outside `folder` changes but apt's package lists.
 * Leaves `folder/<binary>`, a script that runs the unpacked binary with the unpacked libraries.
 * Rejects when not root or not on Debian.
 */
export async function unpackDebianPackage(
  name: string,
  binary: string,
  folder: string,
  environment: NodeJS.ProcessEnv,
): Promise<void> {
  if (process.getuid?.() !== 0) throw new Error('Debian packages are fetched only as root');
  const archives = await mkdtemp(join(folder, 'archives-'));
  await mkdir(join(archives, 'partial'));
  const env = { ...environment, DEBIAN_FRONTEND: 'noninteractive' };
  await run('apt-get', ['update'], { timeoutMs: aptTimeoutMs, env });
  const intoArchives = ['-o', `Dir::Cache::archives=${archives}`];
  const fetched = await run(
    'apt-get',
    ['install', '--yes', '--download-only', '--no-install-recommends', ...intoArchives, name],
    { timeoutMs: aptTimeoutMs, env },
  );
  if (fetched.code !== 0) throw new Error(`apt-get: ${fetched.output.trim().split('\n').at(-1)}`);
  for (const file of await readdir(archives)) {
    if (!file.endsWith('.deb')) continue;
    const unpacked = await run('dpkg', ['-x', join(archives, file), join(folder, 'root')], {
      timeoutMs: aptTimeoutMs,
      env,
    });
    if (unpacked.code !== 0) throw new Error(`dpkg: ${unpacked.output.trim()}`);
  }
  await rm(archives, { recursive: true, force: true });
  await writeFile(join(folder, binary), wrapper(binary));
  await chmod(join(folder, binary), 0o755);
  const works = await run(join(folder, binary), ['--version'], { timeoutMs: 10_000 });
  if (works.code !== 0)
    throw new Error(`the unpacked ${binary} does not run: ${works.output.trim().split('\n').at(-1)}`);
}

const wrapper = (binary: string): string => `#!/bin/sh
here=$(cd "$(dirname "$0")" && pwd)/root
for folder in "$here"/usr/lib/*-linux-gnu* "$here"/lib/*-linux-gnu*; do
  LD_LIBRARY_PATH="$folder\${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
done
export LD_LIBRARY_PATH
exec "$here/usr/bin/${binary}" "$@"
`;
