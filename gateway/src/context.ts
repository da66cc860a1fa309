import type { RequestContext } from '@doctorpy/service-kit/context';
import type { ExecutionResult } from 'graphql';
import type { BrowserSession } from './browser/session-cookies.js';
import type { Identity } from './identity/identify.js';
import type { OperationCost } from './plugins/operation-guard.js';

/** What the gateway knows about a request while it is executed. */
export interface GatewayContext extends RequestContext, Identity {
  /** Aborted when the client has left. */
  readonly clientLeft: AbortSignal | null;
  /** The session cookie of a client in browser mode; null in header mode. */
  readonly browserSession: BrowserSession | null;
  /** Set when the client asked to be told what its operation costs. */
  readonly costToReport?: OperationCost;
  /** Set when whoever asked takes the data as text, written once. */
  readonly takesText?: true;
  /** What execution gave, when that was known before it came to be asked for. */
  readonly executed?: Promise<ExecutionResult<Record<string, unknown>, Record<string, unknown>>> | undefined;
  /** When that began, on the clock of `performance.now()`. */
  readonly startedAt?: number | undefined;
  /** Set when the guard has let the operation in before it reached its executor. */
  readonly admitted?: true;
}
