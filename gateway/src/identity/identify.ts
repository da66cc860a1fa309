import { type Caller, negotiateLanguage, unchangeable } from '@doctorpy/service-kit/caller';
import { DomainError } from '@doctorpy/service-kit/errors';
import { type AccessToken, invalidToken, type KnownTokens, type VerifyToken } from './access-token.js';

/** What a client says about itself, in HTTP headers or in `connection_init`. */
export interface Credentials {
  readonly authorization: string | null;
  readonly acceptLanguage: string | null;
  readonly userAgent: string | null;
  readonly ip: string | null;
}

/** The caller, and what was wrong with the token if the caller is anonymous because of it. */
export interface Identity {
  readonly caller: Caller;
  /** Why the access token that came with the request was not accepted; null when it was, or when none came. */
  readonly tokenProblem: DomainError | null;
  /** When the access token expires, in milliseconds since 1970; null when anonymous. */
  readonly tokenExpiresAt: number | null;
  /** The account's `authVersion` when the token was issued; null when anonymous. */
  readonly authVersion: number | null;
  /** Why changes and protected data are refused to everybody at the moment; null as long as they are not. */
  readonly outage: DomainError | null;
}

/**
 * Who is asking. A token that is not accepted makes the caller anonymous and is kept as a problem, so that a client
 * whose token has expired can still refresh its session or read what is public.
 */
export async function identify(verify: VerifyToken, credentials: Credentials): Promise<Identity> {
  const nobody = nobodyOf(credentials);
  const { authorization } = credentials;
  if (!authorization) return nobody;
  const token = bearerIn(authorization);
  try {
    if (!token) throw invalidToken();
    return holderOf(await verify(token), nobody);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return { ...nobody, tokenProblem: error };
  }
}

/** The same for a request without a token or with one that is known; null for all others. */
export type IdentifyAtOnce = (connection: object, credentials: Credentials) => Identity | null;

/** Remembers for each connection who asked last, and with what: most connections belong to one client. */
export function createIdentifyAtOnce(tokens: KnownTokens): IdentifyAtOnce {
  const last = new WeakMap<object, { credentials: Credentials; identity: Identity; token: AccessToken | null }>();
  return (connection, credentials) => {
    const known = last.get(connection);
    if (known && isSame(known.credentials, credentials) && (known.token === null || tokens.isGood(known.token))) {
      return known.identity;
    }
    const { authorization } = credentials;
    const text = authorization ? bearerIn(authorization) : null;
    const token = text ? tokens.known(text) : null;
    if (authorization && !token) return null;
    const nobody = nobodyOf(credentials);
    const identity = token ? holderOf(token, nobody) : nobody;
    last.set(connection, { credentials, identity, token });
    return identity;
  };
}

function isSame(one: Credentials, other: Credentials): boolean {
  return (
    one.authorization === other.authorization &&
    one.acceptLanguage === other.acceptLanguage &&
    one.userAgent === other.userAgent &&
    one.ip === other.ip
  );
}

function nobodyOf(credentials: Credentials): Identity {
  const caller: Caller = unchangeable({
    userId: null,
    sessionId: null,
    roles: [],
    ip: credentials.ip,
    language: negotiateLanguage(credentials.acceptLanguage),
    userAgent: credentials.userAgent?.slice(0, 512) ?? null,
  });
  return { caller, tokenProblem: null, tokenExpiresAt: null, authVersion: null, outage: null };
}

function bearerIn(authorization: string): string | undefined {
  return /^Bearer +(\S+)$/i.exec(authorization.trim())?.[1];
}

function holderOf(token: AccessToken, nobody: Identity): Identity {
  const { userId, sessionId, roles, withheldRoles, authVersion, expiresAt } = token;
  const caller = unchangeable({ ...nobody.caller, userId, sessionId, roles, withheldRoles });
  return { ...nobody, caller, tokenExpiresAt: expiresAt, authVersion };
}
