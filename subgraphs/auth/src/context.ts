import type { Caller } from '@doctorpy/service-kit/caller';
import type { RequestContext } from '@doctorpy/service-kit/context';
import DataLoader from 'dataloader';
import type { Account } from './services/account.js';
import type { AccountService } from './services/account-service.js';
import type { LoginService } from './services/login-service.js';
import type { RefreshService } from './services/refresh-service.js';
import type { RoleService } from './services/role-service.js';
import type { SessionGrant, SessionService } from './services/session-service.js';

/** What every resolver of auth receives. */
export interface AuthContext extends RequestContext, AuthServices {
  /** Replaced once the request has signed somebody in: see {@link signedIn}. */
  caller: Caller;
  /** Accounts by id, one query for all that a request asks for; null for an unknown id. */
  readonly usersById: DataLoader<string, Account | null>;
}

/** The rules of auth. */
export interface AuthServices {
  readonly accounts: AccountService;
  readonly logins: LoginService;
  readonly refreshes: RefreshService;
  readonly roles: RoleService;
  readonly sessions: SessionService;
}

/** The context of one request. */
export function createAuthContext(request: RequestContext, services: AuthServices): AuthContext {
  return { ...request, ...services, usersById: new DataLoader((ids) => services.accounts.byIds(ids)) };
}

/**
 * Lets the rest of the operation run as the account that has just signed in, so that a client may select
 * `login { user { email roles } }` without a second request.
 */
export function signedIn(context: AuthContext, grant: SessionGrant): SessionGrant {
  const { sessionId, user } = grant;
  context.caller = { ...context.caller, userId: user.id, sessionId, roles: user.roles };
  return grant;
}
