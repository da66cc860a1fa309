import type { Caller } from '@doctorpy/service-kit/caller';
import type { RequestContext } from '@doctorpy/service-kit/context';
import { createLoaders, type Loaders } from './loaders.js';
import type { AuthServices } from './services/create-services.js';
import type { SessionGrant } from './services/session/sessions.js';

/** What every resolver of auth receives. */
export interface AuthContext extends RequestContext {
  /** Replaced once the request has signed somebody in: see {@link signedIn}. */
  caller: Caller;
  readonly services: AuthServices;
  readonly loaders: Loaders;
}

/** Makes the context of each request: the one place where resolvers get what they work with. */
export function createContext(services: AuthServices): (request: RequestContext) => AuthContext {
  return (request) => ({ ...request, services, loaders: createLoaders(services) });
}

/**
 * Lets the rest of the operation run as the account that has just signed in, so that a client may select
 * `login { user { email roles } }` without a second request.
 */
export function signedIn(context: AuthContext, grant: SessionGrant): SessionGrant {
  const { sessionId, user, roles, withheldRoles } = grant;
  context.caller = { ...context.caller, userId: user.id, sessionId, roles, withheldRoles };
  return grant;
}
