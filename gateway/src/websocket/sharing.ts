import type { Sharing } from '@doctorpy/federated-subscriptions';
import { anonymous } from '@doctorpy/service-kit/caller';
import type { GatewayContext } from '../context.js';
import type { OperationRules } from '../plugins/operation-access.js';

/**
 * Who gets the same state of a LATEST field. What is PUBLIC throughout is the same for everybody who reads one language,
 * and is completed for nobody in particular, without any privileges. So is what an anonymous caller may read: nothing in
 * it is anybody's own. All else is shared within one session, as long as its rights are the same.
 */
export function sharingOf(rules: OperationRules, context: GatewayContext): Sharing<GatewayContext> {
  const { caller, authVersion } = context;
  const isPublic = [...rules].every((rule) => rule === 'PUBLIC');
  if (isPublic) return { scope: `public ${caller.language}`, runAs: nobody(context) };
  if (caller.userId === null) return { scope: `anonymous ${caller.language}`, runAs: nobody(context) };
  const { userId, sessionId, roles, withheldRoles = [], language } = caller;
  return {
    scope: JSON.stringify([
      'session',
      userId,
      sessionId,
      [...roles].sort(),
      [...withheldRoles].sort(),
      authVersion,
      language,
    ]),
  };
}

/** An anonymous caller of no address, who only has a language; logs of every hop name the request that began the share. */
function nobody({ caller: { language }, requestId, traceparent, log }: GatewayContext): GatewayContext {
  return {
    caller: { ...anonymous, language },
    tokenProblem: null,
    tokenExpiresAt: null,
    authVersion: null,
    outage: null,
    requestId,
    traceparent,
    log,
    clientLeft: null,
    browserSession: null,
  };
}
