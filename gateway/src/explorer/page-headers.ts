import { createHash } from 'node:crypto';

/** What a page may load, by Content-Security-Policy directive; anything not named is refused. */
export type PagePolicy = Readonly<Record<string, readonly string[]>>;

/** The headers of an HTML page that loads only what `policy` names and that no other page may frame. */
export function pageHeaders(policy: PagePolicy): Record<string, string> {
  const directives = Object.entries({ ...CLOSED, ...policy }).map(([name, sources]) => [name, ...sources].join(' '));
  return {
    'content-security-policy': directives.join('; '),
    'x-frame-options': 'DENY',
    // Sandbox signs in through a pop-up that must still reach it.
    'cross-origin-opener-policy': 'same-origin-allow-popups',
  };
}

/** The CSP source that allows exactly this inline script or style. */
export function inlineSource(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}

const CLOSED: PagePolicy = {
  'default-src': ["'none'"],
  'base-uri': ["'none'"],
  'form-action': ["'none'"],
  'frame-ancestors': ["'none'"],
};
