import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import { type Failure, MAX_BODY_BYTES, type RefusalCode } from './contract.js';
import { UnusableSolutionError, UnusableTestError } from './grading.js';
import type { GraderLog } from './log.js';
import { InterpreterError, type InterpreterFailure } from './pool/errors.js';

/** A request the grader will not answer; `code` says why and gives the status. */
export class Refusal extends Error {
  readonly code: RefusalCode;

  constructor(code: RefusalCode, message: string) {
    super(message);
    this.name = 'Refusal';
    this.code = code;
  }
}

/** Reads and checks a JSON body; throws a Refusal. Stops reading at MAX_BODY_BYTES. */
export async function readJson<S extends z.ZodType>(request: IncomingMessage, schema: S): Promise<z.output<S>> {
  if (!/^application\/json\s*(;|$)/i.test(request.headers['content-type'] ?? '')) {
    throw new Refusal('UNSUPPORTED_MEDIA_TYPE', 'Send the body as application/json.');
  }
  const body = parseJson(await readBody(request));
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const { issues } = parsed.error;
  const tooLong = issues.some((issue) => issue.code === 'custom' && issue.params?.code === 'TOO_LONG');
  throw new Refusal(tooLong ? 'SUBMISSION_TOO_LONG' : 'BAD_REQUEST', z.prettifyError(parsed.error));
}

/** Sends `body` as JSON. */
export function sendJson(response: ServerResponse, status: number, body: object, headers: object = {}): void {
  if (response.headersSent || response.destroyed) return;
  const text = JSON.stringify(body);
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(text),
    'cache-control': 'no-store',
    ...headers,
  });
  response.end(text);
}

/** Answers a failed request: what the caller did wrong, or that the grader could not judge. Never a verdict. */
export function sendFailure(response: ServerResponse, error: unknown, log: GraderLog): void {
  if (error instanceof Refusal) {
    refuse(response, error.code, error.message);
    return;
  }
  if (error instanceof UnusableSolutionError) {
    refuse(response, 'UNUSABLE_SOLUTION', error.message);
    return;
  }
  if (error instanceof UnusableTestError) {
    refuse(response, 'UNUSABLE_TEST', error.message);
    return;
  }
  const failure = error instanceof InterpreterError ? error.failure : 'CRASHED';
  // Not the cause: it may quote what the guest wrote, hence a submission.
  log.warn({ failure, reason: error instanceof Error ? error.message : String(error) }, 'grader.request.not_judged');
  const body: Failure = { outcome: 'INFRASTRUCTURE', code: failure, message: FAILURE_MESSAGES[failure] };
  const status = FAILURE_STATUS[failure];
  sendJson(response, status, body, status === 503 ? { 'retry-after': '1' } : {});
}

const REFUSAL_STATUS: Record<RefusalCode, number> = {
  BAD_REQUEST: 400,
  SUBMISSION_TOO_LONG: 400,
  UNUSABLE_SOLUTION: 422,
  UNUSABLE_TEST: 422,
  BODY_TOO_LARGE: 413,
  UNSUPPORTED_MEDIA_TYPE: 415,
  NOT_FOUND: 404,
  METHOD_NOT_ALLOWED: 405,
};

const FAILURE_STATUS: Record<InterpreterFailure, number> = {
  DEADLINE: 504,
  CRASHED: 500,
  MALFORMED_EVIDENCE: 500,
  OVERLOADED: 503,
  CLOSED: 503,
};

const FAILURE_MESSAGES: Record<InterpreterFailure, string> = {
  DEADLINE: 'The program was not read in time.',
  CRASHED: 'The interpreter ended before it answered.',
  MALFORMED_EVIDENCE: 'The interpreter gave no usable answer.',
  OVERLOADED: 'Too many programs are waiting to be read.',
  CLOSED: 'The grader is stopping.',
};

function refuse(response: ServerResponse, code: RefusalCode, message: string): void {
  const body: Failure = { outcome: 'REFUSED', code, message };
  // The rest of an oversized body is not worth reading.
  sendJson(response, REFUSAL_STATUS[code], body, code === 'BODY_TOO_LARGE' ? { connection: 'close' } : {});
}

async function readBody(request: IncomingMessage): Promise<string> {
  if (Number(request.headers['content-length'] ?? 0) > MAX_BODY_BYTES) throw tooLarge();
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function tooLarge(): Refusal {
  return new Refusal('BODY_TOO_LARGE', `A body holds at most ${MAX_BODY_BYTES} bytes.`);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Refusal('BAD_REQUEST', 'The body is not JSON.');
  }
}
