import { createHash, createHmac, randomUUID, timingSafeEqual } from 'node:crypto';
import { type Caller, callerSchema } from '../caller/index.js';
import type { ServiceKeys, ServicePair } from './keys.js';

/** Header names of a signed request; a client's own headers of these names never reach a subgraph. */
export const trustHeaders = {
  signature: 'doctorpy-signature',
  timestamp: 'doctorpy-timestamp',
  nonce: 'doctorpy-nonce',
  caller: 'doctorpy-caller',
  requestId: 'x-request-id',
} as const;

/** The signed envelope, as header name → value. It travels in HTTP headers, or in `extensions` on a WebSocket. */
export type SignedEnvelope = Readonly<Record<(typeof trustHeaders)[keyof typeof trustHeaders], string>>;

/** How far the clocks of two services may be apart, in milliseconds. */
export const MAX_CLOCK_SKEW_MS = 30_000;

const VERSION = 'v1';

/** What is signed besides the time and the nonce. */
export interface SignedParts {
  readonly pair: ServicePair;
  /** HTTP method, or CONNECT and SUBSCRIBE on a WebSocket. */
  readonly method: string;
  readonly path: string;
  readonly body: string | Uint8Array;
}

/** Signs a request from one service to another, naming the caller it is made for. */
export function signRequest(
  keys: ServiceKeys,
  parts: SignedParts,
  { caller, requestId, now = Date.now() }: { caller: Caller; requestId: string; now?: number },
): SignedEnvelope {
  const key = keys.get(parts.pair)?.[0];
  if (!key) throw new Error(`There is no key to sign ${parts.pair} with.`);
  const unsigned = {
    [trustHeaders.timestamp]: String(now),
    [trustHeaders.nonce]: randomUUID(),
    [trustHeaders.caller]: Buffer.from(JSON.stringify(caller)).toString('base64url'),
    [trustHeaders.requestId]: requestId,
  };
  return { ...unsigned, [trustHeaders.signature]: `${VERSION}=${mac(key, parts, unsigned)}` };
}

/** What a verified request carries. */
export interface VerifiedRequest {
  readonly caller: Caller;
  readonly requestId: string;
  /** Unique for each signed request: accept it once where a replay would do harm. */
  readonly nonce: string;
}

/**
 * Checks a signed envelope in constant time.
 * @returns null when it is missing, malformed, older than {@link MAX_CLOCK_SKEW_MS}, or not signed by a key of the pair
 */
export function verifyRequest(
  keys: ServiceKeys,
  parts: SignedParts,
  header: (name: string) => unknown,
  now = Date.now(),
): VerifiedRequest | null {
  const text = (name: string) => {
    const value = header(name);
    return typeof value === 'string' && value.length <= 4096 ? value : '';
  };
  const unsigned = {
    [trustHeaders.timestamp]: text(trustHeaders.timestamp),
    [trustHeaders.nonce]: text(trustHeaders.nonce),
    [trustHeaders.caller]: text(trustHeaders.caller),
    [trustHeaders.requestId]: text(trustHeaders.requestId),
  };
  if (Object.values(unsigned).includes('')) return null;
  const [version, signature = ''] = text(trustHeaders.signature).split('=');
  if (version !== VERSION || !/^[0-9a-f]{64}$/.test(signature)) return null;
  const given = Buffer.from(signature, 'hex');
  const genuine = (keys.get(parts.pair) ?? []).some((key) => {
    const expected = Buffer.from(mac(key, parts, unsigned), 'hex');
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
  const age = Math.abs(now - Number(unsigned[trustHeaders.timestamp]));
  if (!genuine || !(age <= MAX_CLOCK_SKEW_MS)) return null;
  const caller = parseCaller(unsigned[trustHeaders.caller]);
  if (!caller) return null;
  return { caller, requestId: unsigned[trustHeaders.requestId], nonce: unsigned[trustHeaders.nonce] };
}

/** The body that is signed for a GraphQL subscription on a WebSocket: what the subgraph will execute. */
export function subscriptionBody(payload: {
  readonly query?: unknown;
  readonly variables?: unknown;
  readonly operationName?: unknown;
}): string {
  return JSON.stringify([payload.query ?? null, payload.variables ?? null, payload.operationName ?? null]);
}

function mac(key: Buffer, { pair, method, path, body }: SignedParts, unsigned: Record<string, string>): string {
  const digest = createHash('sha256').update(body).digest('hex');
  const lines = [
    VERSION,
    pair,
    method.toUpperCase(),
    path,
    unsigned[trustHeaders.timestamp],
    unsigned[trustHeaders.nonce],
    unsigned[trustHeaders.requestId],
    unsigned[trustHeaders.caller],
    digest,
  ];
  return createHmac('sha256', key).update(JSON.stringify(lines)).digest('hex');
}

function parseCaller(encoded: string): Caller | null {
  try {
    return callerSchema.parse(JSON.parse(Buffer.from(encoded, 'base64url').toString('utf8')));
  } catch {
    return null;
  }
}
