import type { Caller } from '@doctorpy/service-kit/caller';
import type { RequestContext } from '@doctorpy/service-kit/context';
import type { BrowserSession } from './browser-session.js';
import { createLoaders, type Loaders } from './loaders.js';
import type { SessionTransport } from './models/session.model.js';
import type { AuthServices } from './services/create-services.js';
import type { SessionGrant } from './services/session/sessions.js';

/** What every resolver of auth receives. */
export interface AuthContext extends RequestContext {
  /** Replaced once the request has signed somebody in: see {@link signedIn}. */
  caller: Caller;
  readonly services: AuthServices;
  readonly loaders: Loaders;
  /** The session cookie of a client in browser mode; null in header mode. */
  browser: BrowserSession | null;
  /** How the tokens of a session that this request opens travel, and those it shows. */
  transport: SessionTransport;
}

/** Makes the context of each request: the one place where resolvers get what they work with. */
export function createContext(services: AuthServices): (request: RequestContext) => AuthContext {
  return (request) => ({ ...request, services, loaders: createLoaders(services), browser: null, transport: 'HEADER' });
}

/**
 * Lets the rest of the operation run as the account that has just signed in, so that a client may select
 * `login { user { email roles } }` without a second request. In browser mode the refresh token leaves for the cookie,
 * and the answer holds none.
 */
export function signedIn(context: AuthContext, grant: SessionGrant): SignedIn {
  const { sessionId, sessionEndsAt, user, roles, withheldRoles } = grant;
  context.caller = { ...context.caller, userId: user.id, sessionId, roles, withheldRoles };
  if (!context.browser) return grant;
  context.browser.keep(grant.refreshToken, sessionEndsAt);
  return { ...grant, refreshToken: null };
}

/** What a client is told of a sign-in. */
export type SignedIn = Omit<SessionGrant, 'refreshToken'> & { refreshToken: string | null };
