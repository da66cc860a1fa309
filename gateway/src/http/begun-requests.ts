import type { IncomingMessage } from 'node:http';
import type { GatewayContext } from '../context.js';

/** What was done for a request before it was handed over, and is not to be done again. */
export interface BegunRequest {
  readonly requestId: string;
  /** Whether it was counted towards the limit of its address, and of its user, and the refusal if it was one too many. */
  address: Counted;
  user: Counted;
  /** The body, once it was read. */
  body: Buffer | null;
  /** What execution gave, once it has. */
  executed: GatewayContext['executed'];
  /** When execution began, on the clock of `performance.now()`; undefined when it has not. */
  startedAt: number | undefined;
}

/** What became of counting a request: it is not counted again, and what was refused stays refused. */
export type Counted = 'not_yet' | 'counted' | { readonly refusal: unknown };

/**
 * Counts unless that was done.
 * @throws what counting throws, or threw when it was done
 */
export async function countOnce(counted: Counted | undefined, count: () => Promise<void>): Promise<void> {
  if (counted === 'counted') return;
  if (typeof counted === 'object') throw counted.refusal;
  await count();
}

/** The requests that were handed over. */
export type BegunRequests = WeakMap<IncomingMessage, BegunRequest>;
