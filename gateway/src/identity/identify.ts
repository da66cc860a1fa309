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
  readonly tokenProblem: DomainError | null;
  readonly tokenExpiresAt: number | null;
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
  const { authorization } = credentials;
  if (!authorization) return { caller: anonymous, tokenProblem: null, tokenExpiresAt: null };
  const token = /^Bearer +(\S+)$/i.exec(authorization.trim())?.[1];
  try {
    if (!token) throw invalidToken();
    const { userId, sessionId, roles, expiresAt } = await verify(token);
    return { caller: { ...anonymous, userId, sessionId, roles }, tokenProblem: null, tokenExpiresAt: expiresAt };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return { caller: anonymous, tokenProblem: error, tokenExpiresAt: null };
  }
}
