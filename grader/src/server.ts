import { chmod, readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { availableParallelism } from 'node:os';
import { checkRequestSchema, compareRequestSchema } from './contract.js';
import { gradeRequestSchema, runRequestSchema } from './grade-contract.js';
import { createGrading, type Grading } from './grading.js';
import { Refusal, readJson, sendFailure, sendJson } from './http.js';
import { createLadder, type Ladder } from './ladder/ladder.js';
import type { GraderLog } from './log.js';
import { createInterpreterPool, type InterpreterPool, type PoolCensus } from './pool/pool.js';
import { compilePython } from './pool/python.js';
import { createRunnerPool, type RunnerCensus, type RunnerPool } from './runner/runner-pool.js';
import { takeSnapshot } from './runner/snapshot.js';
import { claimSocketPath } from './socket.js';

/** What a grader is made of; everything but the socket and the log has a default. */
export interface GraderOptions {
  /** The Unix socket, the only way in; created with mode 0600. */
  socketPath: string;
  log: GraderLog;
  /** Interpreters kept booted, some 20 MB each. @default 2 */
  interpreters?: number;
  /** Requests that may wait for one; the next is answered 503 with Retry-After. @default 32 */
  maxQueue?: number;
  /** Milliseconds from a request to its answer; then 504. @default 2000 */
  deadlineMs?: number;
  /** Requests after which an interpreter is replaced. @default 500 */
  maxUses?: number;
  /** The guest's Python program: a fault's way in for tests. @default python/compare.py of this package */
  program?: string;
  /** Programs of learners that run at once. @default one for each core, at most 4 */
  runners?: number;
  /** Milliseconds that a program may run, all its tests together. @default 2000 */
  runMs?: number;
  /** Milliseconds for which a smaller input is looked for that fails a random test. @default 1000 */
  shrinkMs?: number;
  /** The longest wait for a runner, in milliseconds; then 503 with Retry-After. @default 5000 */
  maxWaitMs?: number;
}

/** A grader as a value. */
export interface Grader {
  /** Binds the socket and resolves once the first interpreter is booted. Throws if the path is taken. */
  listen(): Promise<void>;
  /** Stops accepting, lets accepted requests finish within their deadline, ends every thread, removes the socket. */
  close(): Promise<void>;
  census(): PoolCensus;
  runnerCensus(): RunnerCensus;
}

/** Boots CPython and starts both warm pools, one that reads and one that runs; nothing listens before `listen`. */
export async function createGrader(options: GraderOptions): Promise<Grader> {
  const { socketPath, log, maxQueue = 32 } = options;
  const runner = createRunnerPool({
    snapshot: await takeSnapshot(await readPrograms('values.py', 'run.py')),
    size: options.runners ?? Math.min(availableParallelism(), 4),
    maxQueue,
    maxWaitMs: options.maxWaitMs ?? 5_000,
    runMs: options.runMs ?? 2_000,
    log,
  });
  const pool = createInterpreterPool({
    module: await compilePython(),
    program: options.program ?? (await readPrograms('values.py', 'constructs.py', 'compare.py')),
    size: options.interpreters ?? 2,
    maxQueue,
    deadlineMs: options.deadlineMs ?? 2_000,
    maxUses: options.maxUses ?? 500,
    log,
  });
  const grading = createGrading({ pool });
  const ladder = createLadder({ reader: pool, runner, shrinkMs: options.shrinkMs ?? 1_000 });
  const server = createServer({ requestTimeout: 10_000, headersTimeout: 5_000 }, (request, response) => {
    answer({ request, response, pool, runner, grading, ladder, log }).catch((error: unknown) =>
      sendFailure(response, error, log),
    );
  });

  return {
    async listen() {
      await claimSocketPath(socketPath);
      await bind(server, socketPath);
      await Promise.all([pool.booted(), runner.ready()]);
      log.info({ socketPath, ...pool.census(), runners: runner.census() }, 'grader.listening');
    },
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      // The runners first: what they run may still ask the readers.
      await runner.close();
      await pool.close();
      server.closeIdleConnections();
      await closed;
      log.info({}, 'grader.closed');
    },
    census: () => pool.census(),
    runnerCensus: () => runner.census(),
  };
}

interface Exchange {
  request: IncomingMessage;
  response: ServerResponse;
  pool: InterpreterPool;
  runner: RunnerPool;
  grading: Grading;
  ladder: Ladder;
  log: GraderLog;
}

async function answer(exchange: Exchange): Promise<void> {
  const { request, response } = exchange;
  const path = (request.url ?? '/').split('?', 1)[0] ?? '/';
  const endpoint = ENDPOINTS[path];
  if (!endpoint) throw new Refusal('NOT_FOUND', `There is no ${path} here.`);
  if (request.method !== endpoint.method) {
    response.setHeader('allow', endpoint.method);
    throw new Refusal('METHOD_NOT_ALLOWED', `${path} takes ${endpoint.method}.`);
  }
  const { status, body } = await endpoint.respond(exchange, gone(response));
  sendJson(response, status, body);
}

interface Endpoint {
  method: 'GET' | 'POST';
  respond(exchange: Exchange, signal: AbortSignal): Promise<{ status: number; body: object }>;
}

const ENDPOINTS: Record<string, Endpoint | undefined> = {
  '/compare': {
    method: 'POST',
    respond: async ({ request, grading }, signal) => ({
      status: 200,
      body: await grading.compare(await readJson(request, compareRequestSchema), signal),
    }),
  },
  '/check': {
    method: 'POST',
    respond: async ({ request, grading }, signal) => ({
      status: 200,
      body: await grading.check(await readJson(request, checkRequestSchema), signal),
    }),
  },
  '/grade': {
    method: 'POST',
    respond: async ({ request, ladder }, signal) => ({
      status: 200,
      body: await ladder.grade(await readJson(request, gradeRequestSchema), signal),
    }),
  },
  '/run': {
    method: 'POST',
    respond: async ({ request, ladder }, signal) => ({
      status: 200,
      body: await ladder.run(await readJson(request, runRequestSchema), signal),
    }),
  },
  '/livez': { method: 'GET', respond: async () => ({ status: 200, body: { status: 'ok' } }) },
  '/readyz': {
    method: 'GET',
    respond: async ({ pool, runner }) =>
      pool.isReady() && runner.isReady()
        ? { status: 200, body: { status: 'ok' } }
        : { status: 503, body: { status: 'unavailable' } },
  },
};

/** Aborts when the caller hangs up before its answer. */
function gone(response: ServerResponse): AbortSignal {
  const left = new AbortController();
  response.once('close', () => left.abort());
  return left.signal;
}

/** Python files of this package as one program. Beside the sources, so that they are found from src and from dist alike. */
async function readPrograms(...names: string[]): Promise<string> {
  const read = (name: string) => readFile(new URL(`../python/${name}`, import.meta.url), 'utf8');
  return (await Promise.all(names.map(read))).join('\n');
}

async function bind(server: Server, socketPath: string): Promise<void> {
  // Until chmod, the umask keeps others out: the path appears within listen() itself.
  const umask = process.umask(0o177);
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(socketPath, resolve);
      process.umask(umask);
    });
  } finally {
    process.umask(umask);
  }
  await chmod(socketPath, 0o600);
}
