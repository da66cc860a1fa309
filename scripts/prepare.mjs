// What start and test share before anything is installed: plain JavaScript, Node's own modules only.
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root folder of the repository. */
export const root = fileURLToPath(new URL('../', import.meta.url));

const oldest = [20, 19];

/** Ends the process with one sentence when this Node is too old to run the platform. */
export function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > oldest[0] || (major === oldest[0] && minor >= oldest[1])) return;
  console.error(
    `DoctorPy needs Node ${oldest.join('.')} or newer and this is ${process.versions.node}: ` +
      'install a newer one (https://nodejs.org, or `nvm install 22`) and run this again.',
  );
  process.exit(1);
}

/** Installs what package-lock.json names, unless just that is installed already. Resolves to whether it worked. */
export async function install() {
  if (isInstalled()) return true;
  console.log('installing dependencies …');
  const told = tellOf('installing dependencies');
  // `ci` would first remove what is there, also under a platform that runs from it.
  const command = existsSync(join(root, 'node_modules')) ? ['install', '--no-save'] : ['ci'];
  const code = await run('npm', [...command, '--no-audit', '--no-fund', '--loglevel=error']);
  told();
  return code === 0;
}

/** Builds what changed since the last build. Resolves to whether it worked. */
export async function build() {
  const patience = setTimeout(
    () => console.log('building … (the first time takes a minute on a small machine)'),
    2_000,
  );
  const told = tellOf('building');
  try {
    return await buildEverything();
  } finally {
    clearTimeout(patience);
    told();
  }
}

async function buildEverything() {
  if ((await run(process.execPath, [join('node_modules', 'typescript', 'bin', 'tsc'), '-b'])) !== 0) return false;
  for (const workspace of workspacesWithAssets()) {
    if ((await run('npm', ['run', '--silent', 'build:assets', '-w', workspace])) !== 0) return false;
  }
  return true;
}

/**
 * Says every ten seconds that something is still going on.
 * @param {string} what
 * @returns {() => void} ends it
 */
function tellOf(what) {
  const startedAt = Date.now();
  const alive = setInterval(() => console.log(`${what} … ${Math.round((Date.now() - startedAt) / 1000)} s`), 10_000);
  return () => clearInterval(alive);
}

/**
 * Runs a command from the repository's root with our terminal and resolves to its exit code (1 when it cannot start).
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, onStart?: (child: import('node:child_process').ChildProcess) => void }} [options]
 * @returns {Promise<number>}
 */
export function run(command, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: options.env ?? process.env,
    });
    options.onStart?.(child);
    child.on('error', (error) => {
      console.error(`${command} cannot be run: ${error.message}`);
      resolve(1);
    });
    child.on('exit', (code) => resolve(code ?? 1));
  });
}

/** npm writes what it installed into a lockfile of its own; the two agree when nothing is left to install. */
function isInstalled() {
  const installedLock = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(installedLock)) return false;
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  const installed = JSON.parse(readFileSync(installedLock, 'utf8')).packages;
  return Object.entries(wanted).every(([path, { version, optional, peer }]) => {
    if (!path.includes('node_modules/')) return true;
    const present = installed[path];
    // Builds for other platforms are named in the lockfile and never installed.
    return present ? present.version === version : optional === true || peer === true;
  });
}

function workspacesWithAssets() {
  const folders = ['gateway', 'grader'];
  for (const parent of ['subgraphs', 'packages', 'apps']) {
    folders.push(...readdirSync(join(root, parent)).map((name) => `${parent}/${name}`));
  }
  return folders.filter((folder) => {
    const manifest = join(root, folder, 'package.json');
    return existsSync(manifest) && JSON.parse(readFileSync(manifest, 'utf8')).scripts?.['build:assets'];
  });
}

/** Installs and builds what changed, for a command of operators; ends the process, saying why, when that fails. */
export async function prepareOrExit() {
  requireNode();
  if (!(await install())) {
    console.error('The dependencies could not be installed: see npm’s message above, check the network and try again.');
    process.exit(1);
  }
  if (!(await build())) {
    console.error('The sources do not compile: see the messages above, or go back to a version that does.');
    process.exit(1);
  }
}
