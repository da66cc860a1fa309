import { errors, Pool } from 'undici';
import type { Deadline } from './deadline.js';
import { SubgraphFault } from './fault.js';
import { PassedAnswer, type PassThrough } from './passed-answer.js';

/** An answer in the shape that GraphQL over HTTP prescribes; what is inside is not looked at. */
export interface SubgraphAnswer {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly { readonly message: string }[];
  readonly extensions?: Record<string, unknown>;
  /** The header `Cache-Control`. */
  readonly cacheControl?: string;
}

/** One request to a subgraph. */
export interface TransportRequest {
  /** JSON, as it was signed. */
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
  /** When it is over, so is the request, with its fault. */
  readonly deadline: Deadline;
  /** Looks at the answer first; what it finds becomes a {@link PassedAnswer}. */
  readonly passThrough?: PassThrough | undefined;
}

/** The way to one subgraph. */
export interface Transport {
  /**
   * Sends one request.
   * @throws SubgraphFault when there is no GraphQL answer
   */
  send(request: TransportRequest): Promise<SubgraphAnswer>;
  /** Waits for requests under way, then closes the connections. */
  close(): Promise<void>;
}

/** What a transport needs. */
export interface TransportOptions {
  readonly url: URL;
  /** Connections at most: as many as requests may be under way. */
  readonly connections: number;
  /** Longest the slowest request may take, in milliseconds; each one has a deadline of its own besides. */
  readonly longestMs: number;
  /** Largest answer taken, in bytes. @default 16 MiB */
  readonly maxResponseBytes?: number;
}

/** 16 MiB: the largest list of the API with every field selected stays below a tenth of it. */
export const MAX_RESPONSE_BYTES = 16 * 1024 * 1024;
/** A subgraph on the same network that has not accepted a connection by then is away. */
const CONNECT_TIMEOUT_MS = 2000;
/** What a proxy, or a subgraph that is about to stop, says instead of handling a request. */
const NOT_HANDLED = new Set([502, 503, 504]);

/**
 * Sends JSON over pooled keep-alive connections. Nothing is compressed: between services of one machine or network it
 * costs more than it saves.
 */
export function createTransport({ url, connections, longestMs, maxResponseBytes }: TransportOptions): Transport {
  const pool = new Pool(url.origin, {
    connections,
    headersTimeout: longestMs,
    bodyTimeout: longestMs,
    connectTimeout: Math.min(CONNECT_TIMEOUT_MS, longestMs),
    maxResponseSize: maxResponseBytes ?? MAX_RESPONSE_BYTES,
  });
  return {
    send: (request) => dispatch(pool, url.pathname, request),
    close: () => pool.close(),
  };
}

/** With callbacks: streams and their promises would cost more than all else of a request together. */
function dispatch(
  pool: Pool,
  path: string,
  { body, headers, deadline, passThrough }: TransportRequest,
): Promise<SubgraphAnswer> {
  return new Promise((resolve, reject) => {
    if (deadline.fault) {
      reject(deadline.fault);
      return;
    }
    let status = 0;
    let contentType: unknown;
    let cacheControl: unknown;
    const chunks: Buffer[] = [];
    let abort: ((fault: SubgraphFault) => void) | null = null;
    const forget = deadline.onOver((fault) => {
      abort?.(fault);
      reject(fault);
    });
    const fail = (error: unknown) => {
      forget();
      reject(asFault(error));
    };
    pool.dispatch(
      {
        path,
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'application/json', ...headers },
        body,
      },
      {
        onRequestStart(controller) {
          abort = (fault) => controller.abort(fault);
          if (deadline.fault) abort(deadline.fault);
        },
        onResponseStart(_controller, statusCode, responseHeaders) {
          status = statusCode;
          contentType = responseHeaders['content-type'];
          cacheControl = responseHeaders['cache-control'];
        },
        onResponseData(_controller, chunk) {
          chunks.push(chunk);
        },
        onResponseEnd() {
          forget();
          try {
            const head = {
              status,
              contentType,
              cacheControl: typeof cacheControl === 'string' ? cacheControl : undefined,
            };
            resolve(readAnswer(head, textOf(chunks), passThrough));
          } catch (error) {
            reject(asFault(error));
          }
        },
        onResponseError: (_controller, error) => fail(error),
      },
    );
  });
}

function textOf(chunks: readonly Buffer[]): string {
  const [first] = chunks;
  return first && chunks.length === 1 ? first.toString() : Buffer.concat(chunks).toString();
}

interface AnswerHead {
  readonly status: number;
  readonly contentType: unknown;
  readonly cacheControl: string | undefined;
}

function readAnswer(
  { status, contentType, cacheControl }: AnswerHead,
  text: string,
  passThrough: PassThrough | undefined,
): SubgraphAnswer {
  if (status === 401) throw new SubgraphFault('refused', 'The subgraph does not accept our signature.');
  if (NOT_HANDLED.has(status)) throw new SubgraphFault('unreachable', `The subgraph answered HTTP ${status}.`);
  const isJson = typeof contentType === 'string' && /^application\/(graphql-response\+)?json\b/.test(contentType);
  const passed = isJson && passThrough ? passThrough(text) : null;
  if (passed !== null && passThrough) return new PassedAnswer(passed, passThrough, cacheControl);
  const answer = isJson ? parseJson(text) : undefined;
  if (!isAnswer(answer)) {
    throw new SubgraphFault('malformed', `The subgraph answered HTTP ${status} with something else than GraphQL.`);
  }
  return cacheControl === undefined ? answer : { ...answer, cacheControl };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isAnswer(value: unknown): value is SubgraphAnswer {
  if (!isObject(value)) return false;
  const { data, errors: problems, extensions } = value;
  if (data === undefined && problems === undefined) return false;
  if (data !== undefined && data !== null && !isObject(data)) return false;
  if (extensions !== undefined && !isObject(extensions)) return false;
  if (problems === undefined) return true;
  return Array.isArray(problems) && problems.every((one) => isObject(one) && typeof one.message === 'string');
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function asFault(error: unknown): SubgraphFault {
  if (error instanceof SubgraphFault) return error;
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof errors.ResponseExceededMaxSizeError) {
    return new SubgraphFault('malformed', message, { cause: error, isAnswered: true });
  }
  const isLate = error instanceof errors.HeadersTimeoutError || error instanceof errors.BodyTimeoutError;
  return new SubgraphFault(isLate ? 'timeout' : 'unreachable', message, { cause: error });
}
