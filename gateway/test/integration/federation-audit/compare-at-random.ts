import { expect } from '@jest/globals';
import { buildClientSchema, getIntrospectionQuery, type IntrospectionQuery } from 'graphql';
import { ask, post } from './ask.js';
import type { Contestant } from './contestants.js';
import { randomQuery } from './random-query.js';

/**
 * Asks both gateways as many random queries as are wanted, beginning with the seed `first`, and demands equal answers; ours twice,
 * since what has run before may be executed in another way.
 */
export async function compareAtRandom(
  { stock, ours }: { stock: Contestant; ours: Contestant },
  { first, count }: { first: number; count: number },
): Promise<void> {
  const introspection = await post(stock.url, { query: getIntrospectionQuery() });
  const { data } = (await introspection.json()) as { data: IntrospectionQuery };
  const schema = buildClientSchema(data);
  for (let seed = first; seed < first + count; seed += 1) {
    const asked = { seed, ...randomQuery(schema, seed) };
    const theirs = await ask(stock, asked);
    for (const time of [1, 2]) {
      const own = await ask(ours, asked);
      expect({ time, ...asked, ...own.answer }).toEqual({ time, ...asked, ...theirs.answer });
    }
  }
}
