// `npm test`: every check and every test; the last line is "N passed, N failed".
//   npm test                           build, types, lint, all tests
//   npm test -- <jest arguments>       build, then only what is asked for
//   npm test -- --second-try           … and what failed once more by itself, when it is little; told as unsteady
//   node scripts/test.mjs --node=24 --only=e2e    one kind of test under another Node, which is fetched when missing
//   node scripts/test.mjs --topology=single --only=e2e <jest arguments>    gateway and subgraphs in one process
//   npm run test:long                  what takes minutes, and is part of nothing above
//   npm run test:ollama                what asks a real Ollama (scripts/test-ollama.mjs)
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, relative, resolve } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { build, install, requireNode, root, run } from './prepare.mjs';

requireNode();
const options = parse(process.argv.slice(2));
/** More than this many files do not fail by chance. */
const MOST_SECOND_TRIES = 3;
const scratch = mkdtempSync(join(tmpdir(), 'doctorpy-test-'));
/** @type {import('node:child_process').ChildProcess | undefined} */
let running;
let interrupted = false;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    interrupted = true;
    running?.kill('SIGTERM');
  });
}
// npm runs us through a shell, which dies of npm's SIGTERM without passing it on.
const parent = process.ppid;
setInterval(() => {
  if (process.ppid !== parent && process.env.npm_lifecycle_event) process.kill(process.pid, 'SIGTERM');
}, 500).unref();

let passed = 0;
/** @type {string[]} */
const failures = [];
try {
  await check('install', install);
  if (failures.length === 0) await check('build', build);
  if (failures.length === 0) {
    if (options.everything) {
      // The generator works on one core, and longer than any of the others alone.
      await Promise.all([
        check('generated types match schema/', () => tool('@graphql-codegen/cli/esm/bin.js', ['--check', '--silent'])),
        sources(),
      ]);
    }
    await tests();
  }
} finally {
  rmSync(scratch, { recursive: true, force: true, maxRetries: 3 });
}
if (interrupted) failures.push('the run was interrupted');
if (passed === 0 && failures.length === 0) failures.push('no test ran');
for (const failure of failures) console.log(`failed: ${failure}`);
console.log(`${passed} passed, ${failures.length} failed`);
process.exit(failures.length === 0 ? 0 : 1);

/**
 * @param {string} name
 * @param {() => Promise<boolean>} action
 */
async function check(name, action) {
  if (interrupted) return;
  if (!(await action())) failures.push(name);
}

async function sources() {
  await check('types of the tests', () => tool('typescript/bin/tsc', ['-p', 'tsconfig.tests.json']));
  await check('lint', () => tool('@biomejs/biome/bin/biome', ['check', '.']));
  await check('schema/ matches the sources', () =>
    tool('tsx/dist/cli.mjs', ['--conditions=doctorpy-src', 'scripts/compose.ts', '--check']),
  );
}

/**
 * @param {string} script
 * @param {readonly string[]} args
 */
async function tool(script, args) {
  return (await run(process.execPath, [join('node_modules', script), ...args])) === 0;
}

async function tests() {
  if (interrupted) return;
  const node = options.node ? await otherNode(options.node) : process.execPath;
  if (!node) return void failures.push(`Node ${options.node} could not be fetched`);
  const { code, suites } = await jest(node, options.jest);
  if (!suites) {
    if (!interrupted) failures.push(`jest ended with ${code} and no report`);
    return;
  }
  const failed = suites.filter(({ status }) => status === 'failed');
  const again = options.secondTry && failed.length <= MOST_SECOND_TRIES ? await secondTry(node, failed) : new Map();
  for (const suite of suites) {
    const last = again.get(suite.name) ?? suite;
    if (last !== suite && last.status === 'passed') tellUnsteady(suite);
    passed += last.assertionResults.filter(({ status }) => status === 'passed').length;
    failures.push(...failuresOf(last));
  }
  if (code !== 0 && failures.length === 0 && again.size === 0) failures.push(`jest ended with ${code}`);
}

/**
 * One run of jest; without suites when it wrote no report.
 * @param {string} node
 * @param {readonly string[]} args
 */
async function jest(node, args) {
  const report = join(scratch, 'report.json');
  rmSync(report, { force: true });
  const script = ['--experimental-vm-modules', '--no-warnings', join('node_modules', 'jest', 'bin', 'jest.js')];
  const code = await run(node, [...script, '--json', `--outputFile=${report}`, ...args], {
    // Everything tests write among temporary files goes with the scratch folder, also after a crash.
    env: {
      ...process.env,
      TMPDIR: scratch,
      PATH: `${dirname(node)}${delimiter}${process.env.PATH}`,
      ...(options.topology && { TEST_TOPOLOGY: options.topology }),
    },
    onStart: (child) => {
      running = child;
    },
  });
  running = undefined;
  return { code, suites: existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')).testResults : undefined };
}

/**
 * Runs the files that failed once more, by themselves: what fails for a machine that was busy elsewhere passes then, and
 * what is broken fails again.
 * @param {string} node
 * @param {readonly {name: string}[]} failed
 */
async function secondTry(node, failed) {
  if (failed.length === 0 || interrupted) return new Map();
  console.log(`\nonce more: ${failed.map(({ name }) => relative(root, name)).join(', ')}`);
  const projects = options.jest.slice(options.jest.indexOf('--selectProjects'));
  const files = failed.map(({ name }) => name);
  const { suites } = await jest(node, ['--runInBand', '--runTestsByPath', ...files, ...projects]);
  return new Map(suites?.map((suite) => [suite.name, suite]));
}

function tellUnsteady(suite) {
  for (const failure of failuresOf(suite)) console.log(`unsteady, passed on the second try: ${failure}`);
}

/** What is to be told of a file: its failed tests, or why none of them ran. */
function failuresOf({ name, status, message, assertionResults }) {
  const failed = assertionResults.filter((test) => test.status === 'failed');
  if (status === 'failed' && failed.length === 0) return [withReason(`${name} could not run`, message)];
  return failed.map(({ fullName, failureMessages }) => withReason(fullName, failureMessages[0]));
}

/**
 * The beginning of what went wrong, without colours: jest told all of it, thousands of lines above the sum.
 * @param {string} name
 * @param {string | undefined} reason
 */
function withReason(name, reason = '') {
  const lines = stripVTControlCharacters(reason)
    .split('\n')
    .filter((line) => line.trim() !== '');
  const inOurFiles = lines.find((line) => /^\s+at .*\.test\.ts/.test(line));
  const told = lines.filter((line) => !/^\s+at /.test(line)).slice(0, 8);
  return [name, ...told, ...(inOurFiles ? [inOurFiles.trim()] : [])].join('\n    ');
}

/**
 * Path of a Node of another major version, from npm's registry, kept in the cache.
 * @param {string} major
 */
async function otherNode(major) {
  const cache = process.env.DOCTORPY_CACHE ? resolve(process.env.DOCTORPY_CACHE) : join(root, '.doctorpy', 'cache');
  const folder = join(cache, `node-${major}`);
  const binary = join(folder, 'node_modules', '.bin', 'node');
  if (!existsSync(binary)) {
    mkdirSync(folder, { recursive: true });
    console.log(`fetching Node ${major} …`);
    await run('npm', ['install', '--prefix', folder, '--no-audit', '--no-fund', '--no-save', `node@${major}`]);
  }
  return existsSync(binary) ? binary : undefined;
}

/** @param {readonly string[]} args */
function parse(args) {
  const optionOf = (name) => args.find((arg) => arg.startsWith(`--${name}=`))?.slice(name.length + 3);
  const only = optionOf('only');
  const jest = args.filter((arg) => !/^--(node|only|topology)=|^--second-try$/.test(arg));
  const asked = jest.some((arg) => arg.includes('tests/long')) ? ['long'] : ['unit', 'integration', 'e2e'];
  jest.push('--selectProjects', ...(only ? [only] : asked));
  const secondTry = args.includes('--second-try');
  const everything = args.every((arg) => arg === '--second-try');
  return { node: optionOf('node'), topology: optionOf('topology'), jest, secondTry, everything };
}
