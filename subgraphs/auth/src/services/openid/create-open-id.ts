import type { Logger } from '@doctorpy/service-kit/logging';
import type { Redis } from 'ioredis';
import type { AuthEnv } from '../../env.js';
import { createAttemptLimiter } from '../attempt-limiter.js';
import { createKeyRing, type SecretKeys } from '../secrets/key-ring.js';
import { type ArrivalDeps, createArrivals } from './arrivals.js';
import { createFlows } from './flows.js';
import { createIdentities, type Identities, type IdentityDeps } from './identities.js';
import { createProviders, type Providers } from './providers.js';
import { createReclaimAddress, type ReclaimAddressDeps } from './reclaim-address.js';
import { createOpenIdSignIns, type OpenIdSignInDeps, type OpenIdSignIns } from './sign-ins.js';

/** Signing in through OpenID providers. */
export interface OpenId {
  providers: Providers;
  signIns: OpenIdSignIns;
  identities: Identities;
}

/** What is left of the parts' needs when they have each other. */
export type OpenIdDeps = { env: AuthEnv; redis: Redis; log: Logger; secretKeys: SecretKeys } & ReclaimAddressDeps &
  Omit<ArrivalDeps, 'reclaimAddress'> &
  Omit<OpenIdSignInDeps, 'providers' | 'flows' | 'arrivals' | 'starts'> &
  Omit<IdentityDeps, 'providers' | 'flows'>;

/** Wires the parts. */
export function createOpenId(deps: OpenIdDeps): OpenId {
  const { env, models, redis, log, secretKeys, now } = deps;
  const providers = createProviders(env.AUTH_OIDC_PROVIDERS, log);
  const flows = createFlows({ models, keyRing: createKeyRing(secretKeys, 'doctorpy auth openid flows'), now });
  const arrivals = createArrivals({ ...deps, reclaimAddress: createReclaimAddress(deps) });
  const starts = createAttemptLimiter(redis, {
    name: 'openid-ip',
    points: env.AUTH_OIDC_LIMIT_PER_IP,
    windowSeconds: env.AUTH_LIMIT_WINDOW_SECONDS,
  });
  return {
    providers,
    signIns: createOpenIdSignIns({ ...deps, providers, flows, arrivals, starts }),
    identities: createIdentities({ ...deps, providers, flows }),
  };
}
