import type { IncomingMessage } from 'node:http';
import type { GatewayContext } from '../context.js';

/** What was done for a request before it was handed over, and is not to be done again. */
export interface BegunRequest {
  readonly requestId: string;
  /** Whether it counts towards the limit of its address, and of its user, already. */
  isAddressCounted: boolean;
  isUserCounted: boolean;
  /** The body, once it was read. */
  body: Buffer | null;
  /** What execution gave, once it has. */
  executed: GatewayContext['executed'];
}

/** The requests that were handed over. */
export type BegunRequests = WeakMap<IncomingMessage, BegunRequest>;
