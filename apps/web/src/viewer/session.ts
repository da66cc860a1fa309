import { type Answer, type DoctorPyClient, LogoutDocument, RefreshSessionDocument } from '@doctorpy/client';

/** A token that ends sooner is renewed before it is used, in milliseconds. */
const SPARE_MS = 30_000;
/** The next attempt after one without an answer about the session, in milliseconds, unless the API names a longer time. */
const PAUSE_MS = 15_000;

/** What a session needs. */
export interface SessionDeps {
  /** A client in browser mode, in the language chosen now. */
  readonly client: (accessToken: () => string | null) => DoctorPyClient;
  /** Runs a task while no other tab runs one of that name. */
  readonly alone: <Result>(name: string, task: () => Promise<Result>) => Promise<Result>;
}

/** The session of this browser: a cookie that no script can read, and the access token that it gives. */
export interface Session {
  /** A client that speaks for whoever is signed in. */
  api(): DoctorPyClient;
  /** The token there is now, never two the same; null when the next request is to ask for one. */
  token(): AccessToken | null;
  keep(granted: { readonly accessToken: string; readonly accessTokenExpiresAt: string }): void;
  /** Forgets the token; the cookie stays. */
  drop(): void;
  /** Sees to it that there is a token which lasts long enough to be used. */
  renew(): Promise<Renewal>;
  /** Signs out. @returns whether the session is over for certain; otherwise whoever reloads the page is still signed in */
  end(): Promise<boolean>;
}

/** An access token. */
export interface AccessToken {
  readonly value: string;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

/**
 * `renewed`: there is a token. `over`: there is no session any more. `barred`: there is one, which cannot be used until
 * something is done that signing in tells. `unknown`: nothing was said about the session; ask again after that time.
 */
export type Renewal =
  | { readonly state: 'renewed' | 'over' | 'barred' }
  | { readonly state: 'unknown'; readonly againInMs: number };

/** Makes the session of this page, without a token. */
export function createSession({ client, alone }: SessionDeps): Session {
  let token: AccessToken | null = null;
  let renewing: Promise<Renewal> | null = null;
  const api = () => client(() => token?.value ?? null);
  const keep: Session['keep'] = ({ accessToken, accessTokenExpiresAt }) => {
    token = { value: accessToken, expiresAt: Date.parse(accessTokenExpiresAt) };
  };

  async function refresh(): Promise<Renewal> {
    // The gateway refuses whatever comes with an expired one.
    token = null;
    const answer = await reached(
      alone('doctorpy-refresh', () => api().execute(RefreshSessionDocument, { refreshToken: null })),
    );
    // Somebody has signed in meanwhile.
    if (token !== null) return { state: 'renewed' };
    if (answer?.data) {
      keep(answer.data.refreshSession);
      return { state: 'renewed' };
    }
    const { code = '', retryAfterSeconds = 0 } = answer?.errors?.[0]?.extensions ?? {};
    if (OVER.has(code)) return { state: 'over' };
    if (code === 'EMAIL_NOT_VERIFIED') return { state: 'barred' };
    return { state: 'unknown', againInMs: Math.max(PAUSE_MS, retryAfterSeconds * 1000) };
  }

  async function renew(): Promise<Renewal> {
    if (token !== null && token.expiresAt - Date.now() >= SPARE_MS) return { state: 'renewed' };
    renewing ??= refresh().finally(() => {
      renewing = null;
    });
    return renewing;
  }

  return {
    api,
    token: () => token,
    keep,
    drop() {
      token = null;
    },
    renew,
    async end() {
      for (let attempt = 1; attempt <= 2; attempt += 1) {
        const { state } = await renew();
        if (state !== 'renewed') return state === 'over';
        const answer = await reached(api().execute(LogoutDocument));
        if (answer?.data) return true;
        if (!isAboutToken(answer)) return false;
        // The token is refused, which says nothing of the cookie: a reload would show that one.
        token = null;
      }
      return false;
    },
  };
}

/** null when no answer came back. */
export async function reached<Data>(answer: Promise<Answer<Data>>): Promise<Answer<Data> | null> {
  return answer.catch(() => null);
}

/** Whether the access token was refused: a new one may do, or there is none to be had. */
export function isAboutToken(answer: Answer<unknown> | null): boolean {
  const code = answer?.errors?.[0]?.extensions.code;
  return code === 'TOKEN_EXPIRED' || code === 'SESSION_REVOKED' || code === 'UNAUTHENTICATED';
}

/** What a refresh is refused with for good. A suspension ended the session as well. */
const OVER: ReadonlySet<string> = new Set(['UNAUTHENTICATED', 'TOKEN_EXPIRED', 'SESSION_REVOKED', 'ACCOUNT_SUSPENDED']);
