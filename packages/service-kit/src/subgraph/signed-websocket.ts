import type { Server } from 'node:http';
import { GraphQLError, type GraphQLSchema } from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import type { Logger } from 'pino';
import { WebSocketServer } from 'ws';
import type { RequestContext } from '../context/index.js';
import {
  type ServiceKeys,
  type ServicePair,
  subscriptionBody,
  type VerifiedRequest,
  verifyRequest,
} from '../trust/index.js';
import { present } from './plugins.js';
import { readSubscription } from './read-subscription.js';

/** How a subgraph serves subscriptions to the gateway. */
export interface SignedWebSocketOptions<TContext extends RequestContext> {
  readonly server: Server;
  readonly schema: GraphQLSchema;
  readonly keys: ServiceKeys;
  readonly pair: ServicePair;
  readonly contextOf: (verified: VerifiedRequest, traceparent: string | null) => TContext;
  readonly log: Logger;
}

const PATH = '/graphql';

/**
 * Serves `graphql-transport-ws` on the same path as HTTP. The connection is signed in `connection_init` (method
 * CONNECT), and each `subscribe` carries its own signed caller in `extensions.signed` (method SUBSCRIBE).
 */
export function serveSignedWebSocket<TContext extends RequestContext>(options: SignedWebSocketOptions<TContext>) {
  const { server, schema, keys, pair, contextOf, log } = options;
  const sockets = new WebSocketServer({ server, path: PATH, maxPayload: 256 * 1024, perMessageDeflate: false });
  const verify = (method: string, body: string, envelope: unknown) =>
    verifyRequest(keys, { pair, method, path: PATH, body }, (name) =>
      typeof envelope === 'object' && envelope !== null ? Reflect.get(envelope, name) : undefined,
    );
  // By the payload of its `subscribe`, which graphql-ws hands on to every hook.
  const contexts = new WeakMap<object, TContext>();
  const served = useServer<{ signed?: unknown }>(
    {
      schema,
      onConnect: ({ connectionParams }) => {
        const accepted = verify('CONNECT', '', connectionParams?.signed) !== null;
        if (!accepted) log.warn({}, 'websocket.unsigned');
        return accepted;
      },
      onSubscribe: (_socket, _id, payload) => {
        const verified = verify('SUBSCRIBE', subscriptionBody(payload), payload.extensions?.signed);
        if (!verified) return [new GraphQLError('Unsigned subscription', { extensions: { code: 'UNAUTHENTICATED' } })];
        const traceparent = payload.extensions?.traceparent;
        const contextValue = contextOf(verified, typeof traceparent === 'string' ? traceparent : null);
        contexts.set(payload, contextValue);
        return readSubscription(schema, payload, contextValue);
      },
      // What a stream throws after it began comes here, wrapped, with the message it was thrown with.
      onError: (_socket, _id, payload, errors) => {
        const context = contexts.get(payload);
        return context && errors.map((error) => present(error, context));
      },
      onNext: (_socket, _id, _payload, { contextValue }, result) =>
        result.errors && isRequestContext(contextValue)
          ? { ...result, errors: result.errors.map((error) => present(error, contextValue)) }
          : undefined,
    },
    sockets,
    15_000,
  );
  return {
    /** Ends every subscription with 1001 and closes the sockets; the gateway connects again by itself. */
    close: async () => {
      await served.dispose();
      for (const socket of sockets.clients) socket.terminate();
    },
  };
}

function isRequestContext(value: unknown): value is RequestContext {
  return typeof value === 'object' && value !== null && 'caller' in value && 'requestId' in value;
}
