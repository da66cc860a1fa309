import type { Logger } from '@doctorpy/service-kit/logging';
import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  type ClientAuth,
  ClientSecretBasic,
  ClientSecretPost,
  type Configuration,
  calculatePKCECodeChallenge,
  customFetch,
  discovery,
  enableNonRepudiationChecks,
  fetchUserInfo,
} from 'openid-client';
import { openIdSignInInvalid, providerUnavailable } from '../../errors.js';
import type { ProviderSettings } from '../../openid-env.js';
import { emailSchema } from '../account/email.js';
import { guardedFetch } from './guarded-fetch.js';
import { isRefusal, reasonOf } from './refusals.js';

/** What a provider vouched for. */
export interface Claims {
  issuer: string;
  subject: string;
  /** In the form in which accounts keep addresses; null when it told none. */
  email: string | null;
  emailVerified: boolean;
}

/** What ties an answer of the provider to the request it answers; never leaves the server. */
export interface FlowSecrets {
  nonce: string;
  /** PKCE (RFC 7636). */
  verifier: string;
}

/** An OpenID provider. Nothing is asked of it before somebody wants to sign in with it. */
export interface Provider {
  readonly id: string;
  readonly label: string;
  /** Where a browser is sent. @throws DomainError SERVICE_UNAVAILABLE */
  authorizationUrl(state: string, secrets: FlowSecrets): Promise<string>;
  /**
   * Exchanges a code for what the provider says of the person: checks `iss` of the answer (RFC 9207), PKCE, and of the ID
   * token signature, issuer, audience, times and nonce.
   * @throws DomainError BAD_USER_INPUT when any of them is wrong, SERVICE_UNAVAILABLE
   */
  exchange(answer: ProviderAnswer, secrets: FlowSecrets): Promise<Claims>;
}

/** What a provider sent back with the browser. */
export interface ProviderAnswer {
  state: string;
  code: string;
  iss?: string | null | undefined;
}

/** For each request to the provider, in seconds. */
const TIMEOUT_SECONDS = 5;
/** For how long a provider's description of itself is believed, in milliseconds. */
const DESCRIPTION_MS = 3_600_000;

/** One configured provider. Its description is read when it is first needed, and again an hour later. */
export function createProvider(settings: ProviderSettings, log: Logger): Provider {
  const { id, label, issuer, redirectUri } = settings;
  const server = new URL(issuer);
  let known: { configuration: Configuration; until: number } | null = null;
  let reading: Promise<Configuration> | null = null;

  async function read(): Promise<Configuration> {
    const insecure = server.protocol === 'http:' ? [allowInsecureRequests] : [];
    const configuration = await discovery(server, settings.clientId, {}, authentication(settings.clientSecret), {
      [customFetch]: guardedFetch,
      timeout: TIMEOUT_SECONDS,
      execute: [...insecure, enableNonRepudiationChecks],
    });
    // Reading may have taken most of its time limit: the hour begins now.
    known = { configuration, until: Date.now() + DESCRIPTION_MS };
    return configuration;
  }

  async function configuration(): Promise<Configuration> {
    if (known && Date.now() < known.until) return known.configuration;
    reading ??= read().finally(() => {
      reading = null;
    });
    try {
      return await reading;
    } catch (error) {
      log.warn({ provider: id, reason: reasonOf(error) }, 'openid.provider_unavailable');
      if (known) return known.configuration;
      throw providerUnavailable(label, error);
    }
  }

  function refuse(error: unknown): never {
    if (isRefusal(error)) {
      log.warn({ provider: id, reason: reasonOf(error) }, 'openid.sign_in_refused');
      throw openIdSignInInvalid();
    }
    log.error({ provider: id, reason: reasonOf(error) }, 'openid.provider_unavailable');
    throw providerUnavailable(label, error);
  }

  return {
    id,
    label,

    async authorizationUrl(state, { nonce, verifier }) {
      const to = await configuration();
      const url = buildAuthorizationUrl(to, {
        redirect_uri: redirectUri,
        scope: settings.scopes,
        state,
        nonce,
        code_challenge: await calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
      });
      return url.href;
    },

    async exchange({ state, code, iss }, { nonce, verifier }) {
      const from = await configuration();
      const answer = new URL(redirectUri);
      answer.search = new URLSearchParams({ state, code, ...(iss ? { iss } : {}) }).toString();
      try {
        const checks = { expectedState: state, expectedNonce: nonce, pkceCodeVerifier: verifier };
        const tokens = await authorizationCodeGrant(from, answer, checks);
        const claims = tokens.claims();
        if (!claims) throw openIdSignInInvalid();
        const told =
          claims.email === undefined && from.serverMetadata().userinfo_endpoint
            ? await fetchUserInfo(from, tokens.access_token, claims.sub)
            : claims;
        const { data: email = null } = emailSchema.safeParse(told.email);
        const emailVerified = email !== null && told.email_verified === true;
        return { issuer: claims.iss, subject: claims.sub, email, emailVerified };
      } catch (error) {
        refuse(error);
      }
    },
  };
}

/** As the provider prefers: by its description HTTP Basic, unless it takes the secret in the body alone. */
function authentication(secret: string): ClientAuth {
  const [basic, post] = [ClientSecretBasic(secret), ClientSecretPost(secret)];
  return (server, ...rest) => {
    const ways = server.token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
    return (ways.includes('client_secret_basic') ? basic : post)(server, ...rest);
  };
}
