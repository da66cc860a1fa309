import { Agent, errors, request } from 'undici';
import type { z } from 'zod';
import {
  type CheckOutcome,
  type CompareOutcome,
  type CompareRequest,
  checkOutcomeSchema,
  compareOutcomeSchema,
  failureSchema,
  type RefusalCode,
} from './contract.js';
import {
  type GradeOutcome,
  type GradeRequest,
  gradeOutcomeSchema,
  type RunOutcome,
  type RunRequest,
  runOutcomeSchema,
} from './grade-contract.js';

/** Why the grader gave no judgement: out of reach, too slow, too busy, or broken. */
export type UnavailableReason = 'UNREACHABLE' | 'TIMEOUT' | 'OVERLOADED' | 'FAILED';

/** The submission was not judged. It may be kept and tried again; it must not be counted as wrong. */
export class GraderUnavailableError extends Error {
  readonly reason: UnavailableReason;
  /** Set when the grader asked for a pause. */
  readonly retryAfterSeconds: number | undefined;

  constructor(reason: UnavailableReason, message: string, options?: ErrorOptions & { retryAfterSeconds?: number }) {
    super(message, options);
    this.name = 'GraderUnavailableError';
    this.reason = reason;
    this.retryAfterSeconds = options?.retryAfterSeconds;
  }
}

/** The grader will never accept this request: too long a program, or an accepted solution that is not Python. */
export class GraderRefusedError extends Error {
  readonly code: RefusalCode;

  constructor(code: RefusalCode, message: string) {
    super(message);
    this.name = 'GraderRefusedError';
    this.code = code;
  }
}

/** Where the grader is, and how long an answer may take. */
export interface GraderClientOptions {
  socketPath: string;
  /** Milliseconds for a whole exchange; give it more than the grader's own deadline (2000). @default 3000 */
  timeoutMs?: number;
  /**
   * The same for grade and run, which read (2000), may wait twice (5000), run a reference and a submission (2000 each), and
   * look for a smaller input that fails (5000 at most).
   * @default 24000
   */
  runTimeoutMs?: number;
}

/** The grader, as its callers see it. All but ready throw GraderUnavailableError or GraderRefusedError only. */
export interface GraderClient {
  /** The whole ladder for one submission: reading it, then running it against its tests. */
  grade(request: GradeRequest): Promise<GradeOutcome>;
  /** Runs code of an author and says what it prints and leaves. */
  run(request: RunRequest): Promise<RunOutcome>;
  compare(request: CompareRequest): Promise<CompareOutcome>;
  check(code: string): Promise<CheckOutcome>;
  /** True when the grader can be reached and has an interpreter; never throws. */
  ready(): Promise<boolean>;
  /** Closes the connections, after the answers under way. */
  close(): Promise<void>;
}

/** Connects lazily, and again after the grader was restarted; may be created before the grader runs. */
export function createGraderClient(options: GraderClientOptions): GraderClient {
  const { socketPath, timeoutMs = 3_000, runTimeoutMs = Math.max(timeoutMs, 24_000) } = options;
  const dispatcher = new Agent({ connect: { socketPath }, connections: 16, pipelining: 1 });

  const exchange = async (
    method: 'GET' | 'POST',
    path: string,
    body?: object,
    withinMs = timeoutMs,
  ): Promise<Answer> => {
    const signal = AbortSignal.timeout(withinMs);
    const send = async (): Promise<Answer> => {
      const options = { method, dispatcher, signal, headersTimeout: withinMs, bodyTimeout: withinMs };
      const headers = { 'content-type': 'application/json' };
      const answer = await request(
        `http://grader${path}`,
        body ? { ...options, headers, body: JSON.stringify(body) } : options,
      );
      const retryAfter = Number(answer.headers['retry-after']);
      return { status: answer.statusCode, text: await answer.body.text(), retryAfter };
    };
    try {
      return await send().catch((error: unknown) => {
        // The grader keeps nothing between requests, so one lost with its connection can be sent again.
        if (wasCutOff(error) && !signal.aborted) return send();
        throw error;
      });
    } catch (error) {
      throw asUnavailable(error, withinMs);
    }
  };

  const ask = async <S extends z.ZodType>(
    path: string,
    body: object,
    schema: S,
    withinMs = timeoutMs,
  ): Promise<z.output<S>> => {
    const answer = await exchange('POST', path, body, withinMs);
    if (answer.status !== 200) throw failureOf(answer);
    const parsed = schema.safeParse(jsonOrUndefined(answer.text));
    if (parsed.success) return parsed.data;
    throw new GraderUnavailableError('FAILED', 'The grader’s answer has an unknown shape.', { cause: parsed.error });
  };

  return {
    grade: (gradeRequest) => ask('/grade', gradeRequest, gradeOutcomeSchema, runTimeoutMs),
    run: (runRequest) => ask('/run', runRequest, runOutcomeSchema, runTimeoutMs),
    compare: (compareRequest) => ask('/compare', compareRequest, compareOutcomeSchema),
    check: (code) => ask('/check', { code }, checkOutcomeSchema),
    ready: () =>
      exchange('GET', '/readyz').then(
        ({ status }) => status === 200,
        () => false,
      ),
    close: () => dispatcher.close(),
  };
}

interface Answer {
  status: number;
  text: string;
  /** NaN when the header is missing. */
  retryAfter: number;
}

function failureOf({ status, text, retryAfter }: Answer): Error {
  const failure = failureSchema.safeParse(jsonOrUndefined(text)).data;
  if (failure?.outcome === 'REFUSED') return new GraderRefusedError(failure.code, failure.message);
  const message = failure?.message ?? `The grader answered with status ${status}.`;
  if (status === 503) {
    const pause = Number.isFinite(retryAfter) ? { retryAfterSeconds: retryAfter } : {};
    return new GraderUnavailableError('OVERLOADED', message, pause);
  }
  return new GraderUnavailableError(status === 504 ? 'TIMEOUT' : 'FAILED', message);
}

function wasCutOff(error: unknown): boolean {
  return error instanceof errors.SocketError || ['ECONNRESET', 'EPIPE'].includes(textOf(error, 'code'));
}

function asUnavailable(error: unknown, timeoutMs: number): GraderUnavailableError {
  if (/Timeout|Abort/.test(textOf(error, 'name'))) {
    return new GraderUnavailableError('TIMEOUT', `The grader did not answer within ${timeoutMs} ms.`, { cause: error });
  }
  return new GraderUnavailableError('UNREACHABLE', 'The grader cannot be reached.', { cause: error });
}

/** Read by name, not by class: an abort's DOMException may come from another realm. */
function textOf(error: unknown, field: 'name' | 'code'): string {
  return typeof error === 'object' && error !== null ? String(Reflect.get(error, field)) : '';
}

function jsonOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
