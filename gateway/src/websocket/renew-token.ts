import type { Refusal, Renewal } from '@doctorpy/federated-subscriptions';
import { DomainError } from '@doctorpy/service-kit/errors';
import type { GatewayContext } from '../context.js';
import type { RateLimit } from '../http/rate-limit.js';
import type { Credentials, Identity } from '../identity/identify.js';
import { applyRevocations } from '../revocation/apply.js';
import type { RevocationList } from '../revocation/list.js';

/** What renewing tokens on open sockets needs. */
export interface TokenRenewalDeps {
  readonly identify: (credentials: Credentials) => Promise<Identity>;
  readonly revocations: RevocationList;
  readonly rateLimit: Pick<RateLimit, 'take'>;
}

/**
 * Takes the access token in a ping's payload, `{ authorization: "Bearer …" }`, for the socket if it is of the very
 * session the socket was opened with. The pong says `{ accepted, expiresAt }`, the latter of the token in force, and of
 * a token that is not accepted `code` and `message` as well; it gives the socket no right and takes none. A token that
 * lacks a role of the one before closes the socket: subgraphs compute what they publish with the roles a subscription
 * began with. Other payloads are not looked at.
 */
export function createTokenRenewal({ identify, revocations, rateLimit }: TokenRenewalDeps) {
  return async (
    { authorization }: Readonly<Record<string, unknown>>,
    context: GatewayContext,
  ): Promise<Renewal<GatewayContext>> => {
    if (typeof authorization !== 'string') return null;
    const { ip, userAgent, language } = context.caller;
    try {
      await rateLimit.take(ip ?? 'unknown');
      const identity = await identify({ authorization, acceptLanguage: language, userAgent, ip });
      const fresh = applyRevocations(identity, revocations);
      if (fresh.tokenProblem) throw fresh.tokenProblem;
      if (!isSameSession(fresh, context)) throw otherSession();
      // A ping that was overtaken by a later one.
      if (isOlder(fresh, context)) return { pongPayload: { accepted: true, ...inForce(context) } };
      if (hasLostRole(fresh, context)) return ROLE_LOST;
      context.log.info({ userId: fresh.caller.userId }, 'websocket.token_renewed');
      const renewed = { ...context, ...fresh };
      return { context: renewed, expiresAt: fresh.tokenExpiresAt, ackPayload: { accepted: true, ...inForce(renewed) } };
    } catch (problem) {
      if (!(problem instanceof DomainError)) throw problem;
      const { code, text, retryAfterSeconds } = problem;
      context.log.info({ userId: context.caller.userId, refused: code }, 'websocket.token_not_renewed');
      const reason = { code, message: text[language], ...(retryAfterSeconds !== undefined && { retryAfterSeconds }) };
      return { pongPayload: { accepted: false, ...reason, ...inForce(context) } };
    }
  };
}

function inForce({ tokenExpiresAt }: Identity): { expiresAt: string | null } {
  return { expiresAt: tokenExpiresAt === null ? null : new Date(tokenExpiresAt).toISOString() };
}

function isSameSession({ caller: one }: Identity, { caller: other }: Identity): boolean {
  return one.userId !== null && one.userId === other.userId && one.sessionId === other.sessionId;
}

function isOlder(one: Identity, other: Identity): boolean {
  return (one.tokenExpiresAt ?? 0) < (other.tokenExpiresAt ?? 0) || (one.authVersion ?? 0) < (other.authVersion ?? 0);
}

function hasLostRole({ caller: { roles } }: Identity, { caller: before }: Identity): boolean {
  return before.roles.some((role) => !roles.includes(role));
}

/** As with every change that older tokens do not know of; clients connect again with the new one. */
const ROLE_LOST: Refusal = { closeCode: 4403, reason: 'TOKEN_EXPIRED: the account has lost a role: connect again' };

function otherSession(): DomainError {
  return new DomainError('FORBIDDEN', {
    fr: 'Ce jeton n’est pas de la session de ce WebSocket : ouvrez-en un autre.',
    en: 'This token is not of the session of this WebSocket: open another one.',
  });
}
