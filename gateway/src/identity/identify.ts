import { type Caller, negotiateLanguage } from '@doctorpy/service-kit/caller';
import { DomainError } from '@doctorpy/service-kit/errors';
import { invalidToken, type VerifyToken } from './access-token.js';

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
  const anonymous: Caller = {
    userId: null,
    sessionId: null,
    roles: [],
    ip: credentials.ip,
    language: negotiateLanguage(credentials.acceptLanguage),
    userAgent: credentials.userAgent?.slice(0, 512) ?? null,
  };
  const nobody = { caller: anonymous, tokenProblem: null, tokenExpiresAt: null, authVersion: null, outage: null };
  const { authorization } = credentials;
  if (!authorization) return nobody;
  const token = /^Bearer +(\S+)$/i.exec(authorization.trim())?.[1];
  try {
    if (!token) throw invalidToken();
    const { userId, sessionId, roles, withheldRoles, authVersion, expiresAt } = await verify(token);
    const caller = { ...anonymous, userId, sessionId, roles, withheldRoles };
    return { ...nobody, caller, tokenExpiresAt: expiresAt, authVersion };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return { ...nobody, tokenProblem: error };
  }
}
