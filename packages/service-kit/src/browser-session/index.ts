import { z } from 'zod';

/**
 * How a browser's refresh token travels between the gateway, which keeps it in a cookie, and auth, which knows it: under
 * this name in the `extensions` of a GraphQL request to auth and of its answer. The request's signature covers it. No
 * other subgraph is sent it, and it is in no answer to a client.
 */
export const BROWSER_SESSION = 'browserSession';

/** What the gateway tells auth: that the client is in browser mode, and the token its cookie holds, if there is one. */
export const presentedSession = z.object({ token: z.string().max(128).nullable() });
export type PresentedSession = z.infer<typeof presentedSession>;

/** What auth wants the cookie to be from now on: the token until the session's end (ISO 8601); null: gone. */
export const sessionChange = z.object({ token: z.string().min(1).max(128), expiresAt: z.iso.datetime() }).nullable();
export type SessionChange = z.infer<typeof sessionChange>;
