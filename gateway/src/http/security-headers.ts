/**
 * What tells browsers to do nothing with an answer but hand it to the page that asked: OWASP's REST Security Cheat Sheet.
 * A page that is meant to be looked at replaces the first two by its own.
 */
const ALWAYS: Readonly<Record<string, string>> = {
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'x-frame-options': 'DENY',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
};

/** A year, in seconds: what browsers' own lists of such sites ask for. Other hosts of the domain are their owners' business. */
const OVER_HTTPS = { ...ALWAYS, 'strict-transport-security': 'max-age=31536000' };

/**
 * The security headers of every answer.
 * @param protocol how the client came, as far as a trusted proxy or the connection itself says; browsers heed HSTS over HTTPS only
 */
export function securityHeaders(protocol: string): Readonly<Record<string, string>> {
  return protocol === 'https' ? OVER_HTTPS : ALWAYS;
}
