import type { ConnectionState } from '@doctorpy/client';

/** How the page stands with the platform, in a learner's words. */
export type LinkState = 'connecting' | 'live' | 'reconnecting' | 'offline';

/** What is known of the connection. */
export interface Link {
  readonly socket: ConnectionState;
  /** Whether a ranking came over this very connection: what is shown is the newest state. */
  readonly isCurrent: boolean;
  /** Whether one ever came. */
  readonly wasLive: boolean;
  /** Attempts that failed since a ranking came last. */
  readonly failures: number;
  /** Whether the browser has a network at all. */
  readonly hasNetwork: boolean;
}

/** Before anything was tried. */
export const noLink: Link = { socket: 'closed', isCurrent: false, wasLive: false, failures: 0, hasNetwork: true };

/** Attempts that fail before “reconnecting” would be a promise too much: some ten seconds. */
const FAILURES_UNTIL_OFFLINE = 4;

/** What became of the socket. */
export function afterSocket(link: Link, socket: ConnectionState): Link {
  if (socket !== 'closed') return { ...link, socket };
  return { ...link, socket, isCurrent: false, failures: link.failures + 1 };
}

/** A ranking came. */
export function afterBoard(link: Link): Link {
  return { ...link, isCurrent: true, wasLive: true, failures: 0 };
}

/** What to tell. */
export function linkState({ socket, isCurrent, wasLive, failures, hasNetwork }: Link): LinkState {
  if (isCurrent && socket === 'open') return 'live';
  if (!hasNetwork || failures >= FAILURES_UNTIL_OFFLINE) return 'offline';
  return wasLive ? 'reconnecting' : 'connecting';
}
