import { expiredToken } from '../identity/access-token.js';
import type { Identity } from '../identity/identify.js';
import { revocationsUnknown, sessionRevoked } from './errors.js';
import type { RevocationList, Standing } from './list.js';

/**
 * The identity as it counts now: that of a revoked or outdated token is anonymous and keeps the reason as its token's
 * problem. While nobody can tell what was revoked, every token is treated so.
 */
export function applyRevocations<T extends Identity>(identity: T, list: RevocationList): T {
  const outage = list.isCurrent() ? null : revocationsUnknown();
  const standing = standingOf(identity, list);
  const tokenProblem = standing && (problems[standing]() ?? outage);
  if (!tokenProblem) return { ...identity, outage };
  const caller = { ...identity.caller, userId: null, sessionId: null, roles: [], withheldRoles: [] };
  return { ...identity, caller, tokenProblem, outage };
}

/** How the token behind an identity stands; null for an anonymous one. */
export function standingOf({ caller, authVersion }: Identity, list: RevocationList): Standing | null {
  const { userId, sessionId } = caller;
  if (userId === null || sessionId === null || authVersion === null) return null;
  return list.standingOf({ userId, sessionId, authVersion });
}

const problems = {
  revoked: sessionRevoked,
  // The client knows what to do about it: refresh the session, and repeat with what is true now.
  outdated: expiredToken,
  valid: () => null,
} as const;
