import type { Caller } from '@doctorpy/service-kit/caller';
import type { SubgraphAnswer } from './transport.js';

/** One attempt to have an operation answered by a subgraph. */
export interface SubgraphRequest {
  readonly operation: {
    readonly query: string;
    readonly variables?: Readonly<Record<string, unknown>> | undefined;
    readonly operationName?: string | undefined;
    /** What the gateway itself tells the subgraph; nothing of a client's. */
    readonly extensions?: Readonly<Record<string, unknown>> | undefined;
  };
  /** For whom it is made, as the gateway verified them. */
  readonly caller: Caller;
  readonly requestId: string;
  readonly traceparent: string | null;
  /** Carries a `SubgraphFault` as its reason when it aborts. */
  readonly signal: AbortSignal;
}

/** The way to one subgraph. */
export interface SubgraphLink {
  /** @throws SubgraphFault when there is no GraphQL answer */
  send(request: SubgraphRequest): Promise<SubgraphAnswer>;
  /** Waits for requests under way, then lets go of what it holds. */
  close(): Promise<void>;
}
