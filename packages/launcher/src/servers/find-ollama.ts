import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LaunchError, reasonOf } from '../errors.js';
import { cacheFolder } from '../paths.js';
import { run } from '../process/run.js';
import { silent } from '../report.js';
import { cachedFolder, isExecutable } from './cache.js';
import type { FindOptions } from './find-mongod.js';
import { findOnPath } from './path-search.js';

/**
 * The path of a real `ollama`: what is at hand, else built from its sources, which takes some minutes once.
 * Throws `LaunchError` when it cannot be built.
 */
export async function findOllama(options: FindOptions = {}): Promise<string> {
  const { cache = cacheFolder(), environment = process.env, report = silent } = options;
  const atHand = await ollamaAtHand({ cache, environment });
  if (atHand) return atHand;
  try {
    const go = await findOnPath('go', environment);
    if (!go) throw new Error('Go is not installed');
    report(`building Ollama ${version} from its sources (some minutes, once) …`);
    return join(await cachedFolder(cache, builtFolder, (draft) => build(go, draft, environment)), 'ollama');
  } catch (error) {
    throw new LaunchError(
      `No ollama could be found or built (${reasonOf(error)}): install Ollama (https://ollama.com/download) so that ` +
        'ollama is on PATH, name its file in DOCTORPY_OLLAMA, or set OLLAMA_URL to a server of yours.',
      { cause: error },
    );
  }
}

/** The path of an `ollama` that is there already: named by `DOCTORPY_OLLAMA`, on PATH, or built earlier. */
export async function ollamaAtHand(options: Omit<FindOptions, 'report'> = {}): Promise<string | undefined> {
  const { cache = cacheFolder(), environment = process.env } = options;
  const { DOCTORPY_OLLAMA: named } = environment;
  if (named) {
    if (await isExecutable(named)) return named;
    throw new LaunchError(`DOCTORPY_OLLAMA names ${named}, which cannot be run: correct it or remove it.`);
  }
  const built = join(cache, builtFolder, 'ollama');
  return (await findOnPath('ollama', environment)) ?? ((await isExecutable(built)) ? built : undefined);
}

/** The newest that `go install` builds: later ones need libraries that their own build brings. */
const version = '0.11.0';
const builtFolder = `ollama-${version}`;
const buildTimeoutMs = 30 * 60_000;

async function build(go: string, draft: string, environment: NodeJS.ProcessEnv): Promise<void> {
  const flags = ['-O3', ...((await hasAvx2()) ? ['-mavx2', '-mfma', '-mf16c', '-mbmi2'] : [])].join(' ');
  const { code, output } = await run(
    go,
    [
      ...['install', '-ldflags', `-X github.com/ollama/ollama/version.Version=${version}`],
      `github.com/ollama/ollama@v${version}`,
    ],
    {
      timeoutMs: buildTimeoutMs,
      cwd: draft,
      // Both: half of what multiplies matrices is C++, and without these flags it does so number by number.
      env: { ...environment, GOBIN: draft, GOFLAGS: '', CGO_ENABLED: '1', CGO_CFLAGS: flags, CGO_CXXFLAGS: flags },
    },
  );
  if (code !== 0) throw new Error(output.trim().split('\n').at(-1) || 'go install did not end in time');
}

/** Instructions of x64 processors since about 2013, which compilers leave out unless told. */
async function hasAvx2(): Promise<boolean> {
  if (process.arch !== 'x64') return false;
  const processor = await readFile('/proc/cpuinfo', 'utf8').catch(() => '');
  return /\bavx2\b/.test(processor);
}
