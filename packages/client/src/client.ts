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
  /**
   * Who keeps the refresh token: `header`, your code, which gets it in `register`, `login` and `refreshSession`;
   * `cookie`, the browser, in a cookie that no script can read. The page must then be on the same site as the API.
   * @default 'header'
   */
  readonly session?: 'header' | 'cookie';
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

/** What became of an access token that was shown on an open socket. */
export interface TokenRenewal {
  readonly accepted: boolean;
  /** When the socket is closed unless it is renewed again (ISO 8601); null for an anonymous one. */
  readonly expiresAt: string | null;
  /** Of a token that was not accepted: as in errors. */
  readonly code?: string;
  readonly message?: string;
  readonly retryAfterSeconds?: number;
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
  /**
   * Shows the present access token on the open socket, so that its subscriptions go on past the end of the one before.
   * Call it after each `refreshSession`. null when no socket is open, when it closes meanwhile, and without a token:
   * the next socket begins with the token there is then.
   */
  renewToken(): Promise<TokenRenewal | null>;
  /** Closes the WebSocket. */
  close(): Promise<void>;
}

/** Makes a client of the public API. */
export function createClient(options: ClientOptions): DoctorPyClient {
  const { url, accessToken = () => null, language = 'fr', session = 'header' } = options;
  const authorization = (): Record<string, string> => {
    const token = accessToken();
    return token === null ? {} : { authorization: `Bearer ${token}` };
  };
  let open: WebSocketLike | null = null;
  const socket = createSocket({
    url: url.replace(/^http/, 'ws'),
    webSocketImpl: options.webSocketImpl,
    connectionParams: () => ({ ...authorization(), language }),
    retryAttempts: Number.POSITIVE_INFINITY,
    // 4400–4499 say that the server will not have us: trying again would not help.
    on: {
      connected: (connected) => {
        open = isWebSocket(connected) ? connected : null;
      },
      closed: () => {
        open = null;
      },
    },
    shouldRetry: (closed) => !(closed instanceof Object && 'code' in closed && /^44\d\d$/.test(String(closed.code))),
  });
  return {
    async execute<Data, Variables>(document: TypedDocumentNode<Data, Variables>, variables?: Variables) {
      const response = await fetch(url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'accept-language': language,
          ...authorization(),
          ...(session === 'cookie' && { 'doctorpy-session': 'cookie' }),
        },
        ...(session === 'cookie' && { credentials: 'include' }),
        body: JSON.stringify({ query: print(document), variables }),
      });
      return (await response.json()) as Answer<Data>;
    },
    subscribe<Data, Variables>(document: TypedDocumentNode<Data, Variables>, variables?: Variables) {
      const payload = { query: print(document), variables: { ...variables } };
      return socket.iterate(payload) as AsyncIterableIterator<Answer<Data>>;
    },
    renewToken() {
      const [target, payload] = [open, authorization()];
      if (!target || !payload.authorization) return Promise.resolve(null);
      return new Promise((resolve) => {
        const stop = [
          socket.on('pong', (received, answer) => received && isRenewal(answer) && finish(answer)),
          socket.on('closed', () => finish(null)),
        ];
        const finish = (renewal: TokenRenewal | null) => {
          for (const forget of stop) forget();
          resolve(renewal);
        };
        target.send(JSON.stringify({ type: 'ping', payload }));
      });
    },
    async close() {
      await socket.dispose();
    },
  };
}

interface WebSocketLike {
  send(text: string): void;
}

function isWebSocket(value: unknown): value is WebSocketLike {
  return typeof value === 'object' && value !== null && 'send' in value && typeof value.send === 'function';
}

function isRenewal(payload: unknown): payload is TokenRenewal {
  return (
    typeof payload === 'object' && payload !== null && 'accepted' in payload && typeof payload.accepted === 'boolean'
  );
}
