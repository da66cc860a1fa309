import type { Logger } from '@doctorpy/service-kit/logging';
import { providerNotFound } from '../../errors.js';
import type { ProviderSettings } from '../../openid-env.js';
import { createProvider, type Provider } from './provider.js';

/** The OpenID providers of this platform. */
export interface Providers {
  /** In the order in which they were configured. */
  readonly all: readonly Provider[];
  /** @throws DomainError NOT_FOUND */
  byId(id: string): Provider;
}

/** The configured providers; the log tells what each must know of this platform. */
export function createProviders(settings: readonly ProviderSettings[], log: Logger): Providers {
  const all = settings.map((provider) => createProvider(provider, log));
  for (const { id, issuer, redirectUri } of settings)
    log.info({ provider: id, issuer, redirectUri }, 'openid.provider');
  return {
    all,
    byId(id) {
      const provider = all.find((candidate) => candidate.id === id);
      if (!provider) throw providerNotFound();
      return provider;
    },
  };
}
