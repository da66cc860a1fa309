import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root folder of the repository; the same seen from `src` and from `dist`. */
export const repositoryRoot = fileURLToPath(new URL('../../../', import.meta.url));

/** Where servers' binaries are kept between starts: `DOCTORPY_CACHE`, else `.doctorpy/cache` in the repository. */
export function cacheFolder(environment: NodeJS.ProcessEnv = process.env): string {
  const chosen = environment.DOCTORPY_CACHE;
  return chosen ? resolve(chosen) : join(repositoryRoot, '.doctorpy', 'cache');
}

/** Where `npm start` keeps databases, logs and development secrets. */
export const dataFolder = join(repositoryRoot, '.doctorpy');
