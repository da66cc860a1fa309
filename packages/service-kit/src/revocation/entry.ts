/**
 * What is no longer believed although its signature holds: every access token of a session, or those of a user that
 * were issued before the account's `authVersion` reached this one.
 */
export type Revocation =
  | { readonly kind: 'session'; readonly sessionId: string }
  | { readonly kind: 'user'; readonly userId: string; readonly authVersion: number };

/** The revocation as a member of the index: `session:<id>` or `user:<id>:<authVersion>`. */
export function formatRevocation(revocation: Revocation): string {
  return revocation.kind === 'session'
    ? `session:${revocation.sessionId}`
    : `user:${revocation.userId}:${revocation.authVersion}`;
}

/** The revocation in a member of the index; null when it is none that this version knows. */
export function parseRevocation(member: string): Revocation | null {
  const session = /^session:(.+)$/.exec(member);
  if (session?.[1]) return { kind: 'session', sessionId: session[1] };
  const user = /^user:(.+):(\d+)$/.exec(member);
  if (user?.[1]) return { kind: 'user', userId: user[1], authVersion: Number(user[2]) };
  return null;
}
