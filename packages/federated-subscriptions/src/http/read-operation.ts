import type { IncomingMessage } from 'node:http';
import { type SubscriptionErrorCode, subscriptionError } from '../errors.js';
import type { SocketOperation } from '../websocket/options.js';

/** A request that is refused before it is read as GraphQL. */
export class RequestRefusal extends Error {
  readonly status: number;
  readonly problem: unknown;
  /** Headers that go with the answer. */
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, problem: unknown, headers: Readonly<Record<string, string>> = {}) {
    super(`HTTP ${status}`);
    this.status = status;
    this.problem = problem;
    this.headers = headers;
  }
}

/** Headers and content types that a page of another origin cannot send without a preflight: as Apollo Server's rule. */
const PREFLIGHT_HEADERS = ['apollo-require-preflight', 'x-apollo-operation-name'];
const SIMPLE_TYPES = ['application/x-www-form-urlencoded', 'multipart/form-data', 'text/plain'];

/**
 * Refuses what another site's page could send in its visitor's name.
 * @throws RequestRefusal 400
 */
export function refuseForgery({ headers }: IncomingMessage): void {
  const type = (headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase();
  if (type && !SIMPLE_TYPES.includes(type)) return;
  if (PREFLIGHT_HEADERS.some((name) => headers[name])) return;
  throw badRequest();
}

/**
 * Reads the operation of a GET or POST request. `body` is what a framework has parsed already; else it is read here.
 * @throws RequestRefusal 400, 405, 413, 415
 */
export async function readOperation(request: IncomingMessage, body: unknown, mostBytes: number) {
  if (request.method === 'GET') return fromQuery(new URL(request.url ?? '', 'http://localhost').searchParams);
  if (request.method !== 'POST') throw new RequestRefusal(405, problem('BAD_REQUEST'), { allow: 'GET, POST' });
  return fromBody(body ?? parsed(await readBody(request, mostBytes)));
}

async function readBody(request: IncomingMessage, mostBytes: number): Promise<string> {
  if (!/^application\/json\b/i.test(request.headers['content-type'] ?? '')) {
    throw new RequestRefusal(415, problem('BAD_REQUEST'));
  }
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    length += chunk.length;
    if (length > mostBytes) throw new RequestRefusal(413, problem('PAYLOAD_TOO_LARGE'));
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

function fromQuery(search: URLSearchParams): SocketOperation {
  const json = (name: string): unknown => {
    const text = search.get(name);
    return text ? parsed(text) : undefined;
  };
  const [query, operationName] = [search.get('query'), search.get('operationName')];
  const [variables, extensions] = [json('variables'), json('extensions')];
  return fromBody({ query, operationName, variables, extensions });
}

function fromBody(body: unknown): SocketOperation {
  if (!isObject(body)) throw badRequest();
  const { query, operationName, variables, extensions } = body;
  if (typeof query !== 'string' || (operationName != null && typeof operationName !== 'string')) throw badRequest();
  if ((variables != null && !isObject(variables)) || (extensions != null && !isObject(extensions))) throw badRequest();
  return { query, operationName: operationName ?? null, variables: variables ?? null, extensions: extensions ?? null };
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    throw badRequest();
  }
}

function badRequest(): RequestRefusal {
  return new RequestRefusal(400, problem('BAD_REQUEST'));
}

const problem = (code: SubscriptionErrorCode) => subscriptionError(code);

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
