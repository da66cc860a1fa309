import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto';
import { type Caller, callerSchema, rememberForCaller } from '../caller/index.js';
import { createHmacSha256 } from './hmac.js';
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

const VERSION = 'v2';

/** What is signed besides the time and the nonce. */
export interface SignedParts {
  readonly pair: ServicePair;
  /** HTTP method, or CONNECT and SUBSCRIBE on a WebSocket. */
  readonly method: string;
  readonly path: string;
  readonly body: string | Uint8Array;
}

/** For whom, and since when, a request is made. */
export interface SignedFor {
  readonly caller: Caller;
  readonly requestId: string;
  /** @default now */
  readonly now?: number;
}

/** Signs a request from one service to another, naming the caller it is made for. */
export function signRequest(keys: ServiceKeys, { body, ...parts }: SignedParts, signedFor: SignedFor): SignedEnvelope {
  const key = signingKey(keys, parts.pair);
  return envelopeOf(parts, signedFor, encodeCaller(signedFor.caller), (head) => macOf(key, head, body));
}

/**
 * Signs requests that differ in their bodies and callers alone.
 * @throws Error when there is no key for the pair
 */
export function createSigner(
  keys: ServiceKeys,
  parts: Omit<SignedParts, 'body'>,
): (body: SignedParts['body'], signedFor: SignedFor) => SignedEnvelope {
  const key = signingKey(keys, parts.pair);
  const mac = createHmacSha256(key);
  // One client's request becomes several to subgraphs, and is followed by more of the same client.
  const encode = rememberForCaller(encodeCaller);
  return (body, signedFor) =>
    envelopeOf(parts, signedFor, encode(signedFor.caller), (head) =>
      typeof body === 'string' ? mac(head + body) : macOf(key, head, body),
    );
}

function signingKey(keys: ServiceKeys, pair: ServicePair): Buffer {
  const key = keys.get(pair)?.[0];
  if (!key) throw new Error(`There is no key to sign ${pair} with.`);
  return key;
}

function envelopeOf(
  parts: Omit<SignedParts, 'body'>,
  { requestId, now = Date.now() }: SignedFor,
  encodedCaller: string,
  mac: (head: string) => string,
): SignedEnvelope {
  const timestamp = String(now);
  const nonce = randomUUID();
  const head = headOf(parts, [timestamp, nonce, requestId, encodedCaller]);
  if (head === null) throw new Error('A request id or path of several lines cannot be signed.');
  // As they are in trustHeaders; an object written down is made faster than one of computed names.
  return {
    'doctorpy-signature': `${VERSION}=${mac(head)}`,
    'doctorpy-timestamp': timestamp,
    'doctorpy-nonce': nonce,
    'doctorpy-caller': encodedCaller,
    'x-request-id': requestId,
  };
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
  const timestamp = text(trustHeaders.timestamp);
  const nonce = text(trustHeaders.nonce);
  const encoded = text(trustHeaders.caller);
  const requestId = text(trustHeaders.requestId);
  const head = headOf(parts, [timestamp, nonce, requestId, encoded]);
  if (head === null || [timestamp, nonce, requestId, encoded].includes('')) return null;
  const [version, signature = ''] = text(trustHeaders.signature).split('=');
  if (version !== VERSION || !/^[0-9a-f]{64}$/.test(signature)) return null;
  const given = Buffer.from(signature, 'hex');
  const genuine = (keys.get(parts.pair) ?? []).some((key) => {
    const expected = Buffer.from(macOf(key, head, parts.body), 'hex');
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
  const age = Math.abs(now - Number(timestamp));
  if (!genuine || !(age <= MAX_CLOCK_SKEW_MS)) return null;
  const caller = parseCaller(encoded);
  return caller && { caller, requestId, nonce };
}

/** The body that is signed for a GraphQL subscription on a WebSocket: what the subgraph will execute. */
export function subscriptionBody(payload: {
  readonly query?: unknown;
  readonly variables?: unknown;
  readonly operationName?: unknown;
}): string {
  return JSON.stringify([payload.query ?? null, payload.variables ?? null, payload.operationName ?? null]);
}

/**
 * What is signed is lines, and the body is all that follows the last one. So none of them may hold a line break, which it
 * could where an envelope travels as JSON: then there is nothing to sign, and null.
 */
function headOf({ pair, method, path }: Omit<SignedParts, 'body'>, values: readonly string[]): string | null {
  const lines = [VERSION, pair, method.toUpperCase(), path, ...values];
  return lines.some((line) => line.includes('\n')) ? null : `${lines.join('\n')}\n`;
}

/** HMAC-SHA-256 over all of it at once; text as UTF-8. */
function macOf(key: Buffer, head: string, body: SignedParts['body']): string {
  const hmac = createHmac('sha256', key);
  // One call where it can be one: each goes into native code.
  return (typeof body === 'string' ? hmac.update(head + body) : hmac.update(head).update(body)).digest('hex');
}

function encodeCaller(caller: Caller): string {
  return Buffer.from(JSON.stringify(caller)).toString('base64url');
}

function parseCaller(encoded: string): Caller | null {
  try {
    return callerSchema.parse(JSON.parse(Buffer.from(encoded, 'base64url').toString('utf8')));
  } catch {
    return null;
  }
}
