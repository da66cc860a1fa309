import { anonymous, type Caller } from '@doctorpy/service-kit/caller';
import { readServiceKeys, type ServicePair, signRequest, subscriptionBody } from '@doctorpy/service-kit/trust';
import { createClient } from 'graphql-ws';
import { v7 as uuid } from 'uuid';
import WebSocket from 'ws';

/** A GraphQL answer as it came over the wire. */
export interface GraphQLAnswer {
  // biome-ignore lint/suspicious/noExplicitAny: the shape of data is the test's own business
  readonly data?: any;
  readonly extensions?: Readonly<Record<string, unknown>>;
  readonly errors?: readonly {
    readonly message: string;
    readonly path?: readonly (string | number)[];
    readonly extensions: {
      readonly code: string;
      readonly retryAfterSeconds?: number;
      readonly fields?: readonly {
        readonly path: readonly string[];
        readonly code: string;
        readonly message: string;
      }[];
      readonly [key: string]: unknown;
    };
  }[];
}

/** Speaks to one subgraph the way the gateway does: signed, on behalf of a caller. */
export interface SubgraphClient {
  /** `extensions` of the request are what the gateway itself adds; it passes on none of a client's. */
  execute(
    query: string,
    variables?: Record<string, unknown>,
    caller?: Partial<Caller>,
    extensions?: Record<string, unknown>,
  ): Promise<GraphQLAnswer>;
  /** Results in order; `return()` unsubscribes. */
  subscribe(
    query: string,
    variables?: Record<string, unknown>,
    caller?: Partial<Caller>,
  ): AsyncIterableIterator<GraphQLAnswer>;
  close(): Promise<void>;
}

/**
 * @param url the subgraph's /graphql address
 * @param name the subgraph's name, for the key of its pair
 * @param requestId what requests are signed with; a new one for each unless told otherwise
 */
export function subgraphClient({
  url,
  name,
  secretKey,
  requestId = uuid,
}: {
  url: string;
  name: string;
  secretKey: string;
  requestId?: () => string;
}): SubgraphClient {
  const pair: ServicePair = `gateway>${name}`;
  const keys = readServiceKeys({ SECRET_KEY: secretKey }, [pair]);
  const path = new URL(url).pathname;
  const sign = (method: string, body: string, caller: Partial<Caller>) =>
    signRequest(keys, { pair, method, path, body }, { caller: { ...anonymous, ...caller }, requestId: requestId() });
  const socket = createClient({
    url: url.replace(/^http/, 'ws'),
    webSocketImpl: WebSocket,
    connectionParams: () => ({ signed: sign('CONNECT', '', {}) }),
    retryAttempts: 0,
  });
  return {
    async execute(query, variables, caller = {}, extensions) {
      const body = JSON.stringify({ query, variables, extensions });
      const headers = { 'content-type': 'application/json', ...sign('POST', body, caller) };
      const response = await fetch(url, { method: 'POST', headers, body });
      return (await response.json()) as GraphQLAnswer;
    },
    subscribe(query, variables, caller = {}) {
      const signed = sign('SUBSCRIBE', subscriptionBody({ query, variables }), caller);
      return socket.iterate({ query, variables, extensions: { signed } }) as AsyncIterableIterator<GraphQLAnswer>;
    },
    async close() {
      await socket.dispose();
    },
  };
}
