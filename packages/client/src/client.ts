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
  /** Hears what becomes of the WebSocket, to be shown to people: `closed` is followed by another `connecting` after a pause. */
  readonly onConnection?: (state: ConnectionState) => void;
}

/** What becomes of the WebSocket; `open` means that the API has accepted it. */
export type ConnectionState = 'connecting' | 'open' | 'closed';

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
  /**
   * Subscribes over WebSocket; reconnects by itself, after pauses that grow to 15 seconds, also when the other side has
   * fallen silent. Call `return()` on the iterator to unsubscribe.
   */
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
  /** Ends the pause before the next attempt to connect, if there is one now: call it when the network is back. */
  retryNow(): void;
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
  let silence: ReturnType<typeof setTimeout> | undefined;
  const pause = createPause();
  const socket = createSocket({
    url: url.replace(/^http/, 'ws'),
    webSocketImpl: options.webSocketImpl,
    connectionParams: () => ({ ...authorization(), language }),
    connectionAckWaitTimeout: PATIENCE_MS,
    keepAlive: KEEP_ALIVE_MS,
    retryAttempts: Number.POSITIVE_INFINITY,
    retryWait: (retries) => pause.wait(retryPauseMs(retries)),
    on: {
      connecting: () => options.onConnection?.('connecting'),
      connected: (connected) => {
        open = isWebSocket(connected) ? connected : null;
        options.onConnection?.('open');
      },
      // A network that goes away tells nobody: only the missing answer does.
      ping: (received) => {
        if (!received) silence = setTimeout(() => socket.terminate(), PATIENCE_MS);
      },
      pong: (received) => {
        if (received) clearTimeout(silence);
      },
      closed: () => {
        clearTimeout(silence);
        open = null;
        options.onConnection?.('closed');
      },
    },
    shouldRetry: (closed) => !(closed instanceof Object && 'code' in closed && isRefusal(Number(closed.code))),
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
    retryNow() {
      pause.end();
    },
    async close() {
      pause.end();
      await socket.dispose();
    },
  };
}

/** How often an open socket is asked whether anybody is there, in milliseconds. */
const KEEP_ALIVE_MS = 12_000;
/** How long the API may take to accept a socket, and to answer that question, in milliseconds. */
const PATIENCE_MS = 8_000;
/** Our own code for a socket that fell silent (graphql-ws `terminate`). */
const TERMINATED = 4499;

/** 4400–4498 say that the server will not have us: trying again would not help. */
function isRefusal(code: number): boolean {
  return code >= 4400 && code < TERMINATED;
}

/** Doubles from half a second to 15 seconds; up to half of it is left to chance, so that clients do not come back all at once. */
function retryPauseMs(retries: number): number {
  return Math.min(15_000, 500 * 2 ** Math.min(retries, 10)) * (0.5 + Math.random() / 2);
}

/** A pause that can be ended from outside. */
function createPause() {
  let end = () => {};
  return {
    wait: (ms: number) =>
      new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms);
        end = () => {
          clearTimeout(timer);
          resolve();
        };
      }),
    end: () => end(),
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
