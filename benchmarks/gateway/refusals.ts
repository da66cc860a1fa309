import { tokenIssuer } from '@doctorpy/service-kit/trust';
import jwt from 'jsonwebtoken';
import { z } from 'zod';
import type { Contestant, SignedToken } from './world.js';

/** What only somebody who is signed in may ask, of ours too, which answers anybody what is public. */
const PROTECTED = '{ promptTemplates(language: "1-protected") { id } }';

/**
 * Asks with the good token, without one, and with three that are not good.
 * @throws Error when a gateway refuses the first, or answers one of the others
 */
export async function requireRefusals({ url, headers }: Contestant, token: SignedToken): Promise<void> {
  const good = await ask(url, headers);
  if (!good.isAnswered) throw new Error(`${url} refuses the good token: ${good.text}`);
  for (const [what, authorization] of Object.entries(badTokens(token))) {
    const bad = await ask(url, authorization === null ? {} : { authorization });
    if (bad.isAnswered || !bad.isRefused) throw new Error(`${url} takes a request ${what}: ${bad.text}`);
  }
}

/** Two of them are signed as the good one is: a gateway that looks at the signature alone would take them. */
function badTokens({ headers, secret }: SignedToken): Record<string, string | null> {
  const [header = '', payload = '', signature = ''] = (headers.authorization ?? '').replace(/^Bearer /, '').split('.');
  const flipped = (signature.startsWith('A') ? 'B' : 'A') + signature.slice(1);
  const soon = Math.floor(Date.now() / 1000) + 900;
  const signed = (other: object) => {
    const claims = { sub: 'measured-learner', sid: 'measured-session', roles: ['LEARNER'], av: 1 };
    return `Bearer ${jwt.sign({ ...claims, iss: tokenIssuer, aud: tokenIssuer, exp: soon, ...other }, secret)}`;
  };
  return {
    'without a token': null,
    'with the token of another issuer': signed({ iss: 'somebody-else' }),
    'with a token that has expired': signed({ exp: soon - 86_400 }),
    'with another signature': `Bearer ${header}.${payload}.${flipped}`,
  };
}

interface Outcome {
  readonly text: string;
  readonly isAnswered: boolean;
  readonly isRefused: boolean;
}

async function ask(url: string, headers: Contestant['headers']): Promise<Outcome> {
  const all = { 'content-type': 'application/json', accept: 'application/json', ...headers };
  const response = await fetch(url, { method: 'POST', headers: all, body: JSON.stringify({ query: PROTECTED }) });
  const text = await response.text();
  const { data, errors } = answer.catch({}).parse(JSON.parse(text));
  const hasTokenCode = errors?.some(({ extensions }) => TOKEN_CODES.has(extensions?.code ?? '')) === true;
  return {
    text: `HTTP ${response.status}, ${text.slice(0, 300)}`,
    isAnswered: response.ok && !errors && data?.promptTemplates != null,
    isRefused: data?.promptTemplates == null && (hasTokenCode || response.status === 401),
  };
}

const TOKEN_CODES = new Set(['UNAUTHENTICATED', 'TOKEN_EXPIRED']);

const answer = z.object({
  data: z.object({ promptTemplates: z.array(z.unknown()).nullish() }).nullish(),
  errors: z.array(z.object({ extensions: z.object({ code: z.string().optional() }).optional() })).optional(),
});
