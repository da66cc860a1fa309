import { isErrorCode } from '@doctorpy/service-kit/errors';
import type { Reply } from '../start-gateway.js';

/** What no answer may hold: type errors, stacks, paths, addresses, names of libraries. */
const FORBIDDEN =
  /TypeError|RangeError|ReferenceError|SyntaxError|ECONN|E11000|DOWNSTREAM|Cannot read prop|is not a function|[cC]all stack|\bat \S+ \(|node_modules|node:internal|\/(?:tmp|work|home|usr|root)\/|\.[cm]?[jt]s:\d|127\.0\.0\.1|localhost|[aA]pollo [sS]erver|graphql-js|[fF]astify|[mM]ongo(?:ose|[dD][bB]|d)\b|ioredis|undici|\bzod\b|serviceName|stacktrace/;

/** Why an answer is not one the platform may give; null when it is. */
export function answerProblem(reply: Reply): string | null {
  if (reply.status >= 500 && reply.status < 1000) return `HTTP ${reply.status}`;
  if (reply.status === 1011 || reply.status === 4500) return `the socket was closed with ${reply.status}`;
  if (reply.status >= 1000) return null;
  const { json } = reply;
  if (typeof json !== 'object' || json === null) return 'no JSON';
  const errors: unknown[] = Array.isArray(json.errors) ? json.errors : [];
  for (const error of errors) {
    const { message, extensions } = error as { message?: unknown; extensions?: { code?: unknown } };
    if (!isErrorCode(extensions?.code)) return `the code ${String(extensions?.code)}`;
    if (extensions.code === 'INTERNAL') return 'INTERNAL';
    if (typeof message !== 'string' || message.length > 2000) return 'a message that is none';
    const leak = FORBIDDEN.exec(JSON.stringify({ message, extensions }));
    if (leak) return `“${leak[0]}” in an error`;
  }
  return null;
}
