import type { Caller } from '@doctorpy/service-kit/caller';
import type { Deadline } from './deadline.js';
import type { PassThrough } from './passed-answer.js';
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
  /** The same as JSON, as it is signed and sent. */
  readonly body: string;
  /** For whom it is made, as the gateway verified them. */
  readonly caller: Caller;
  readonly requestId: string;
  readonly traceparent: string | null;
  /** When it is over, so is the attempt, with its fault. */
  readonly deadline: Deadline;
  /** Looks at the answer first, where it comes as text. */
  readonly passThrough?: PassThrough | undefined;
}

/** The way to one subgraph. */
export interface SubgraphLink {
  /** @throws SubgraphFault when there is no GraphQL answer */
  send(request: SubgraphRequest): Promise<SubgraphAnswer>;
  /** Waits for requests under way, then lets go of what it holds. */
  close(): Promise<void>;
}
