import type { RevocationPage } from '@doctorpy/service-kit/revocation';

/** What a verified access token claims, as far as revocations go. */
export interface TokenClaims {
  readonly userId: string;
  readonly sessionId: string;
  readonly authVersion: number;
}

/**
 * Whether a token is still believed. `revoked`: its session was ended. `outdated`: what it says of its user has changed
 * since; a refreshed one is believed.
 */
export type Standing = 'valid' | 'revoked' | 'outdated';

/** The revocations of the whole platform, in memory: asked on every request. */
export interface RevocationList {
  standingOf(token: TokenClaims): Standing;
  /** Was the index read recently enough to decide what is protected? */
  isCurrent(): boolean;
  /**
   * Takes over what was read from the index.
   * @param readAt when the reading began, in milliseconds of the list's clock
   * @param isWhole the page holds everything: what else the list knew is forgotten
   */
  take(page: RevocationPage, readAt: number, isWhole: boolean): void;
}

/** Longest time the list is believed without having been read again, in milliseconds. */
export const CURRENT_FOR_MS = 5000;
/** Clocks of Redis and this machine may differ by as much. */
const CLOCK_MARGIN_MS = 60_000;
/** How often entries that no longer matter are looked for. */
const SWEEP_EVERY_MS = 10_000;

/**
 * An empty list, not current before it was first read.
 * @param clock milliseconds that only grow
 */
export function createRevocationList(clock: () => number = () => performance.now()): RevocationList {
  const sessions = new Map<string, number>();
  const users = new Map<string, { authVersion: number; at: number }>();
  let lastRead = Number.NEGATIVE_INFINITY;
  let lastSweep = Number.NEGATIVE_INFINITY;

  function sweep(retentionMs: number): void {
    lastSweep = clock();
    const before = Date.now() - retentionMs - CLOCK_MARGIN_MS;
    for (const [sessionId, at] of sessions) if (at < before) sessions.delete(sessionId);
    for (const [userId, { at }] of users) if (at < before) users.delete(userId);
  }

  return {
    standingOf({ userId, sessionId, authVersion }) {
      if (sessions.has(sessionId)) return 'revoked';
      return authVersion < (users.get(userId)?.authVersion ?? 0) ? 'outdated' : 'valid';
    },
    isCurrent: () => clock() - lastRead < CURRENT_FOR_MS,
    take({ entries, retentionMs }, readAt, isWhole) {
      if (isWhole) {
        sessions.clear();
        users.clear();
      }
      for (const { revocation, at } of entries) {
        if (revocation.kind === 'session') sessions.set(revocation.sessionId, at);
        else {
          const known = users.get(revocation.userId)?.authVersion ?? 0;
          users.set(revocation.userId, { authVersion: Math.max(known, revocation.authVersion), at });
        }
      }
      lastRead = readAt;
      if (clock() - lastSweep >= SWEEP_EVERY_MS) sweep(retentionMs);
    },
  };
}
