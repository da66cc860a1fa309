import { tokenForger } from '@doctorpy/testkit';
import { z } from 'zod';
import type { Contestant } from './world.js';

/** What only somebody who is signed in may ask, of ours too, which answers anybody what is public. */
const PROTECTED = '{ promptTemplates(language: "1-protected") { id } }';

/**
 * Asks with the good token, without one, and with three that are not good.
 * @throws Error when a gateway refuses the first, or answers one of the others
 */
export async function requireRefusals({ url, headers }: Contestant): Promise<void> {
  const good = await ask(url, headers);
  if (!good.isAnswered) throw new Error(`${url} refuses the good token: ${good.text}`);
  for (const [what, authorization] of Object.entries(badTokens(headers.authorization ?? ''))) {
    const bad = await ask(url, authorization === null ? {} : { authorization });
    if (bad.isAnswered || !bad.isRefused) throw new Error(`${url} takes a request ${what}: ${bad.text}`);
  }
}

function badTokens(good: string): Record<string, string | null> {
  const claims = { sub: 'measured-learner', sid: 'measured-session', roles: ['LEARNER'], av: 1 };
  const [header = '', payload = '', signature = ''] = good.replace(/^Bearer /, '').split('.');
  const flipped = (signature.startsWith('A') ? 'B' : 'A') + signature.slice(1);
  return {
    'without a token': null,
    'with the token of another issuer': `Bearer ${tokenForger('shared-secret').sign(claims)}`,
    'with another signature': `Bearer ${header}.${payload}.${flipped}`,
    'with no token of any kind': 'Bearer nonsense',
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
  const isUnauthenticated = errors?.some(({ extensions }) => extensions?.code === 'UNAUTHENTICATED') === true;
  return {
    text: `HTTP ${response.status}, ${text.slice(0, 300)}`,
    isAnswered: response.ok && !errors && data?.promptTemplates != null,
    // Hive answers 400 to what cannot be read as a token.
    isRefused: data?.promptTemplates == null && (isUnauthenticated || [400, 401].includes(response.status)),
  };
}

const answer = z.object({
  data: z.object({ promptTemplates: z.array(z.unknown()).nullish() }).nullish(),
  errors: z.array(z.object({ extensions: z.object({ code: z.string().optional() }).optional() })).optional(),
});
