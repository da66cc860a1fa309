import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ApolloServer } from '@apollo/server';
import {
  createHttpSubscriptions,
  type FederatedSubscriptions,
  type HandledRequest,
  type HttpRefusal,
  type HttpSubscriptionHandle,
} from '@doctorpy/federated-subscriptions';
import { DomainError } from '@doctorpy/service-kit/errors';
import type { Logger } from '@doctorpy/service-kit/logging';
import { trustHeaders } from '@doctorpy/service-kit/trust';
import { v7 as uuid } from 'uuid';
import { SESSION_HEADER, unchangeableSession } from '../browser/session-cookies.js';
import type { GatewayContext } from '../context.js';
import { expiredToken } from '../identity/access-token.js';
import type { Identity } from '../identity/identify.js';
import { asGraphQLError } from '../plugins/present-errors.js';
import { applyRevocations, standingOf } from '../revocation/apply.js';
import { revocationsUnknown, sessionRevoked } from '../revocation/errors.js';
import type { RevocationList } from '../revocation/list.js';
import { executeThroughApollo } from '../websocket/execute.js';
import type { SocketCount } from '../websocket/socket-count.js';

/** What subscriptions over plain HTTP need. */
export interface SubscriptionStreamsOptions {
  readonly apollo: ApolloServer<GatewayContext>;
  readonly subscriptions: FederatedSubscriptions<GatewayContext>;
  readonly revocations: RevocationList;
  /** Shared with the WebSockets: a stream is a connection like theirs. */
  readonly sockets: SocketCount;
  readonly maxTokens: number;
  readonly maxStreams: number;
  readonly log: Logger;
}

/** Streams of /graphql. */
export interface SubscriptionStreams extends Omit<HttpSubscriptionHandle<GatewayContext>, 'handle'> {
  /**
   * Answers a request whose operation the guard has let in; resolves when its stream is over.
   * @param identity that the token names, before revocations
   */
  handleAdmitted(
    request: IncomingMessage,
    response: ServerResponse,
    identity: Identity,
    known: Required<Pick<HandledRequest, 'headers' | 'operation'>>,
  ): Promise<void>;
}

/**
 * Serves subscriptions on /graphql over Server-Sent Events and Apollo's multipart protocol. Credentials come in the
 * `Authorization` header; a stream lives as long as its token.
 */
export function createSubscriptionStreams(options: SubscriptionStreamsOptions): SubscriptionStreams {
  const { apollo, log, revocations, sockets } = options;
  const identities = new WeakMap<IncomingMessage, Identity>();

  const contextOf = (request: IncomingMessage, response: ServerResponse): GatewayContext => {
    const identity = identities.get(request);
    if (!identity) throw new Error('A stream was asked for by nobody');
    const requestId = String(response.getHeader(trustHeaders.requestId) ?? uuid());
    return {
      ...applyRevocations(identity, revocations),
      requestId,
      traceparent: null,
      log: log.child({ requestId }),
      // Others may be waiting for the same data: what is under way for a stream is not cut off when it ends.
      clientLeft: null,
      browserSession: SESSION_HEADER in request.headers ? unchangeableSession : null,
      admitted: true,
    };
  };

  const { handle, ...streams } = createHttpSubscriptions<GatewayContext>({
    subscriptions: options.subscriptions,
    limits: { maxTokens: options.maxTokens, maxStreams: options.maxStreams },
    logger: log,
    authenticate(request, response) {
      const context = contextOf(request, response);
      response.setHeader('content-language', context.caller.language);
      if (!sockets.admit(response, context.caller.ip)) return refused(429, tooManyStreams(), context);
      const { tokenProblem, outage } = context;
      // During an outage a stream is served what is public.
      if (tokenProblem && tokenProblem !== outage) {
        return refused(tokenProblem.code === 'SERVICE_UNAVAILABLE' ? 503 : 401, tokenProblem, context);
      }
      return { context, expiresAt: context.tokenExpiresAt };
    },
    executeOperation: (operation, context) => executeThroughApollo(apollo, operation, context),
  });
  return {
    ...streams,
    handleAdmitted(request, response, identity, known) {
      identities.set(request, identity);
      return handle(request, response, known);
    },
  };
}

/** Ends the streams whose session was ended, or of whose user something has changed. */
export function endRevoked(streams: SubscriptionStreams, revocations: RevocationList): number {
  const problems = { revoked: sessionRevoked(), outdated: expiredToken() };
  const ended = (['revoked', 'outdated'] as const).map((standing) =>
    streams.closeWhere(
      (context) => standingOf(context, revocations) === standing,
      (context) => asGraphQLError(problems[standing], context),
    ),
  );
  return ended.reduce((sum, count) => sum + count);
}

/** Ends the streams of everybody who is signed in, since what is protected must not flow on unchecked. */
export function endUncheckable(streams: SubscriptionStreams): number {
  return streams.closeWhere(
    ({ caller }) => caller.userId !== null,
    (context) => asGraphQLError(revocationsUnknown(), context),
  );
}

function refused(status: number, problem: DomainError, context: GatewayContext): HttpRefusal {
  const { retryAfterSeconds } = problem;
  return {
    status,
    error: asGraphQLError(problem, context),
    ...(retryAfterSeconds !== undefined && { headers: { 'retry-after': String(retryAfterSeconds) } }),
  };
}

function tooManyStreams(): DomainError {
  return new DomainError(
    'RATE_LIMITED',
    {
      fr: 'Trop de flux et de WebSockets sont ouverts depuis cette adresse. Fermez-en avant d’en ouvrir d’autres.',
      en: 'Too many streams and WebSockets are open from this address. Close some before you open others.',
    },
    { retryAfterSeconds: 10 },
  );
}
