import type { IncomingHttpHeaders } from 'node:http';
import type { SessionChange } from '@doctorpy/service-kit/browser-session';
import { parse, serialize } from 'cookie';
import { foreignPage, noPage, unknownSessionMode } from './errors.js';

/** Asks for browser mode by the value `cookie`. A page of another origin cannot send it without our leave (CORS). */
export const SESSION_HEADER = 'doctorpy-session';

/** What is known about the session cookie of a request in browser mode, and what becomes of it. */
export interface BrowserSession {
  /** The refresh token in the cookie; null without one, and where no cookie can be set. */
  readonly presented: string | null;
  /** What auth wants the cookie to be; undefined as long as it is to stay. */
  change: SessionChange | undefined;
  /** False on a WebSocket and in a stream, whose answers have no headers. */
  readonly canChange: boolean;
}

/** Browser mode where it cannot be had: whoever asks for it there is told which way works. */
export const unchangeableSession: BrowserSession = { presented: null, change: undefined, canChange: false };

/** The session cookie of this platform. */
export interface SessionCookies {
  /**
   * The cookie of a request that asks for browser mode; null of one that does not, whatever cookies it sends.
   * @throws DomainError BAD_REQUEST, and FORBIDDEN for pages that are not ours
   */
  read(headers: IncomingHttpHeaders): BrowserSession | null;
  /** The value of `Set-Cookie` that brings a change about. */
  write(change: SessionChange): string;
}

/** No refresh token is longer. */
const LONGEST_TOKEN = 128;

/**
 * The cookie is HttpOnly and SameSite=Strict, and, with `secure`, has the prefix `__Host-`: no other host of the site
 * can set or overwrite it, and it never travels in clear. Reading it takes the header and the right page; see OWASP's
 * Cross-Site Request Forgery Prevention Cheat Sheet (custom request headers, Fetch Metadata, origin check).
 */
export function createSessionCookies(options: {
  readonly secure: boolean;
  readonly isOriginAllowed: (origin: string) => boolean;
  /** @default the system's clock */
  readonly now?: () => number;
}): SessionCookies {
  const { secure, isOriginAllowed, now = Date.now } = options;
  const name = secure ? '__Host-doctorpy-session' : 'doctorpy-session';
  const attributes = { httpOnly: true, sameSite: 'strict', secure, path: '/' } as const;

  function isOurs({ origin, 'sec-fetch-site': site }: IncomingHttpHeaders): boolean {
    // Browsers write this one themselves. A page of another site would never be sent the cookie.
    if (site !== undefined && site !== 'same-origin' && site !== 'same-site') return false;
    if (site === 'same-origin') return true;
    // Neighbours on the same site are not to be trusted for that alone; and what says nothing of itself is no browser.
    return origin !== undefined && isOriginAllowed(origin);
  }

  return {
    read(headers) {
      const mode = headers[SESSION_HEADER];
      if (mode === undefined) return null;
      if (mode !== 'cookie') throw unknownSessionMode();
      if (headers.origin === undefined && headers['sec-fetch-site'] === undefined) throw noPage();
      if (!isOurs(headers)) throw foreignPage();
      const presented = parse(headers.cookie ?? '')[name] ?? null;
      return { presented: presented?.slice(0, LONGEST_TOKEN) || null, change: undefined, canChange: true };
    },
    write(change) {
      if (change === null) return serialize(name, '', { ...attributes, maxAge: 0 });
      const maxAge = Math.max(0, Math.floor((Date.parse(change.expiresAt) - now()) / 1000));
      return serialize(name, change.token, { ...attributes, maxAge });
    },
  };
}
