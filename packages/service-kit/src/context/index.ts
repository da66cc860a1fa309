import type { Logger } from 'pino';
import type { Caller } from '../caller/index.js';

/** What is known about a request before any domain adds its own: the part of every GraphQL context all services share. */
export interface RequestContext {
  readonly caller: Caller;
  /** The same through all hops; given back to the client in `x-request-id` and in errors. */
  readonly requestId: string;
  /** W3C trace context, passed on as it came. */
  readonly traceparent: string | null;
  /** Carries the request id. */
  readonly log: Logger;
}
