import type { IncomingMessage } from 'node:http';
import type { HttpOperation } from '../read-operation.js';
import { REPORT_COST } from '../report-cost.js';

/** JSON, as clients write it; other spellings go the long way. */
const JSON_TYPES = new Set(['application/json', 'application/json; charset=utf-8', 'application/json;charset=utf-8']);
/** Longer bodies are rare, and would be kept in memory twice while they are handed over. */
const LONGEST_BODY = 64 * 1024;

/**
 * Whether a request asks for the answer to an operation, by POST and with nothing unusual about it, as far as its head tells.
 * @returns the length of its body in bytes; null when it is anything else
 */
export function isOrdinary({ method, url, headers }: IncomingMessage, maxBodyBytes: number): number | null {
  if (method !== 'POST' || url !== '/graphql') return null;
  if (!JSON_TYPES.has(headers['content-type'] ?? '')) return null;
  if (headers['transfer-encoding'] !== undefined || headers['content-encoding'] !== undefined) return null;
  if (headers[REPORT_COST] !== undefined) return null;
  const length = Number(headers['content-length']);
  return length > 0 && length <= LONGEST_BODY && length <= maxBodyBytes ? length : null;
}

/**
 * The operation in a body, as `readOperation` reads it.
 * @returns null when it is anything but plain: who reads it next refuses it, or knows better
 */
export function operationIn(text: string): HttpOperation | null {
  // Names that could reach the prototype of an object are refused, however they are written.
  if (text.includes('__proto__') || text.includes('constructor') || text.includes('\\u')) return null;
  let sent: unknown;
  try {
    sent = JSON.parse(text);
  } catch {
    return null;
  }
  if (!isObject(sent)) return null;
  const { query = null, operationName = null, variables = null, extensions = null } = sent;
  if (query !== null && typeof query !== 'string') return null;
  if (operationName !== null && typeof operationName !== 'string') return null;
  if (variables !== null && !isObject(variables)) return null;
  if (extensions !== null && !isObject(extensions)) return null;
  return { query, operationName: operationName || null, variables, extensions };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
