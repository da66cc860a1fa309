import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { print } from 'graphql';
import { createClient as createSocket } from 'graphql-ws';

/** How to reach the API. */
export interface ClientOptions {
  /** `https://…/graphql`. */
  readonly url: string;
  /** Asked before every request and every connection; null for anonymous calls. */
  readonly accessToken?: () => string | null;
  /** Language of messages and content; French when omitted. */
  readonly language?: 'fr' | 'en';
  /** A WebSocket class, where the platform has none (Node before 22). */
  readonly webSocketImpl?: unknown;
}

/** One error of an answer. `extensions.code` is stable; `message` is meant for people. */
export interface ClientError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions: {
    readonly code: string;
    readonly requestId?: string;
    readonly retryAfterSeconds?: number;
    readonly fields?: readonly { readonly path: readonly string[]; readonly code: string; readonly message: string }[];
  };
}

/** An answer: data, errors, or both (a part that is unavailable is null and has an error with its path). */
export interface Answer<Data> {
  readonly data?: Data | null;
  readonly errors?: readonly ClientError[];
}

/** A small typed client: enough to begin with, easy to replace by urql or Apollo Client later. */
export interface DoctorPyClient {
  /** Sends a query or mutation. Rejects only when no GraphQL answer came back. */
  execute<Data, Variables>(
    document: TypedDocumentNode<Data, Variables>,
    ...variables: Variables extends Record<string, never> ? [] : [Variables]
  ): Promise<Answer<Data>>;
  /** Subscribes over WebSocket; reconnects by itself. Call `return()` on the iterator to unsubscribe. */
  subscribe<Data, Variables>(
    document: TypedDocumentNode<Data, Variables>,
    variables?: Variables,
  ): AsyncIterableIterator<Answer<Data>>;
  /** Closes the WebSocket. */
  close(): Promise<void>;
}

/** Makes a client of the public API. */
export function createClient(options: ClientOptions): DoctorPyClient {
  const { url, accessToken = () => null, language = 'fr' } = options;
  const authorization = (): Record<string, string> => {
    const token = accessToken();
    return token === null ? {} : { authorization: `Bearer ${token}` };
  };
  const socket = createSocket({
    url: url.replace(/^http/, 'ws'),
    webSocketImpl: options.webSocketImpl,
    connectionParams: () => ({ ...authorization(), language }),
    retryAttempts: Number.POSITIVE_INFINITY,
    // 4400–4499 say that the server will not have us: trying again would not help.
    shouldRetry: (closed) => !(closed instanceof Object && 'code' in closed && /^44\d\d$/.test(String(closed.code))),
  });
  return {
    async execute<Data, Variables>(document: TypedDocumentNode<Data, Variables>, variables?: Variables) {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'accept-language': language, ...authorization() },
        body: JSON.stringify({ query: print(document), variables }),
      });
      return (await response.json()) as Answer<Data>;
    },
    subscribe<Data, Variables>(document: TypedDocumentNode<Data, Variables>, variables?: Variables) {
      const payload = { query: print(document), variables: { ...variables } };
      return socket.iterate(payload) as AsyncIterableIterator<Answer<Data>>;
    },
    async close() {
      await socket.dispose();
    },
  };
}
