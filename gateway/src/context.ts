import type { RequestContext } from '@doctorpy/service-kit/context';
import type { Identity } from './identity/identify.js';

/** What the gateway knows about a request while it is executed. */
export interface GatewayContext extends RequestContext, Identity {
  /** Aborted when the client has left. */
  readonly clientLeft: AbortSignal | null;
}
