import { delimiter, join } from 'node:path';
import { isExecutable } from './cache.js';

/** The first executable file called `name` in the folders of `PATH`, if any. */
export async function findOnPath(name: string, environment: NodeJS.ProcessEnv): Promise<string | undefined> {
  for (const folder of (environment.PATH ?? '').split(delimiter)) {
    if (!folder) continue;
    const candidate = join(folder, name);
    if (await isExecutable(candidate)) return candidate;
  }
  return undefined;
}
