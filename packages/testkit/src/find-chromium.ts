import { findOnPath, type Report, run } from '@doctorpy/launcher';

/** A browser that was started once to see that it runs, or the sentence that says why there is none. */
export type ChromiumSearch =
  | { readonly path: string; readonly problem: null }
  | { readonly path: null; readonly problem: string };

/** What `findChromium` may be told. */
export interface FindChromiumOptions {
  readonly environment?: NodeJS.ProcessEnv;
  /** Hears of anything that takes longer than a moment. Default: standard error. */
  readonly report?: Report;
}

/**
 * Looks for a Chromium that tests can drive (`executablePath` of playwright-core): CHROMIUM_PATH, then the usual names
 * on PATH, then Debian's package when root, which is installed in at most seven minutes. Never throws.
 */
export async function findChromium(options: FindChromiumOptions = {}): Promise<ChromiumSearch> {
  const { environment = process.env, report = (line: string) => process.stderr.write(`${line}\n`) } = options;
  const chosen = environment.CHROMIUM_PATH;
  if (chosen) {
    if (await runs(chosen)) return { path: chosen, problem: null };
    return { path: null, problem: `CHROMIUM_PATH names ${chosen}, which does not run as a Chromium.` };
  }
  const found = await onPath(environment);
  if (found) return { path: found, problem: null };
  const failure = await installDebianPackage(environment, report);
  const installed = await onPath(environment);
  if (installed) return { path: installed, problem: null };
  return {
    path: null,
    problem: `No Chromium was found (${failure}): install one (apt install chromium), or name one in CHROMIUM_PATH.`,
  };
}

const names = ['chromium', 'chromium-browser', 'google-chrome'];
const updateTimeoutMs = 2 * 60_000;
const installTimeoutMs = 5 * 60_000;

async function onPath(environment: NodeJS.ProcessEnv): Promise<string | null> {
  for (const name of names) {
    const path = await findOnPath(name, environment);
    if (path && (await runs(path))) return path;
  }
  return null;
}

/** Ubuntu's `chromium-browser` is an executable that only says how to get the real one, so it must be tried. */
async function runs(path: string): Promise<boolean> {
  const { code, output } = await run(path, ['--version'], { timeoutMs: 20_000 });
  return code === 0 && /chrom/i.test(output);
}

/** @returns why it cannot be had this way, for the middle of a sentence */
async function installDebianPackage(environment: NodeJS.ProcessEnv, report: Report): Promise<string> {
  if (process.getuid?.() !== 0) return 'Debian’s package is installed only as root';
  report('installing the Debian package of Chromium for the browser tests …');
  const env = { ...environment, DEBIAN_FRONTEND: 'noninteractive' };
  // Another apt may be at work, as on a fresh machine that updates itself.
  const patient = ['-o', 'DPkg::Lock::Timeout=60'];
  const updated = await run('apt-get', [...patient, 'update'], { timeoutMs: updateTimeoutMs, env });
  if (updated.code === null) return 'apt-get is missing or takes too long';
  const args = [...patient, 'install', '--yes', '--no-install-recommends', 'chromium'];
  const { code, output } = await run('apt-get', args, { timeoutMs: installTimeoutMs, env });
  if (code === 0) return 'the installed package does not run';
  return `apt-get: ${output.trim().split('\n').at(-1) || 'took too long'}`;
}
