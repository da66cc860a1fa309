import { BROWSER_SESSION, presentedSession, type SessionChange } from '@doctorpy/service-kit/browser-session';
import type { SubgraphPlugin } from '@doctorpy/service-kit/subgraph';
import type { AuthContext } from './context.js';

/** The session cookie of a browser, as far as auth sees it: the gateway reads and writes it. */
export interface BrowserSession {
  /** The refresh token in the cookie; null when there is no cookie. */
  readonly presented: string | null;
  /** Puts a refresh token into the cookie, until the session's end. */
  keep(token: string, expiresAt: Date): void;
  /** Removes the cookie. */
  clear(): void;
}

/**
 * Tells requests of browsers from others by what the gateway sent along, and sends back what the cookie is to be. The
 * last word counts where one operation changes it twice.
 */
export function browserSessions(): SubgraphPlugin<AuthContext> {
  return {
    async requestDidStart({ request, contextValue }) {
      const sent: unknown = request.extensions?.[BROWSER_SESSION];
      if (sent === undefined) return;
      const { token } = presentedSession.parse(sent);
      let change: SessionChange | undefined;
      contextValue.transport = 'COOKIE';
      contextValue.browser = {
        presented: token,
        keep: (kept, expiresAt) => {
          change = { token: kept, expiresAt: expiresAt.toISOString() };
        },
        clear: () => {
          change = null;
        },
      };
      return {
        async willSendResponse({ response }) {
          if (change === undefined || response.body.kind !== 'single') return;
          const { singleResult } = response.body;
          singleResult.extensions = { ...singleResult.extensions, [BROWSER_SESSION]: change };
        },
      };
    },
  };
}
