import type { RequestContext } from '@doctorpy/service-kit/context';
import type { DomainError } from '@doctorpy/service-kit/errors';

/** What the gateway knows about a request while it is executed. */
export interface GatewayContext extends RequestContext {
  /** Why the access token that came with the request was not accepted; null when it was, or when none came. */
  readonly tokenProblem: DomainError | null;
  /** When the access token expires, in milliseconds since 1970; null when anonymous. */
  readonly tokenExpiresAt: number | null;
  /** Aborted when the client has left. */
  readonly clientLeft: AbortSignal | null;
}
