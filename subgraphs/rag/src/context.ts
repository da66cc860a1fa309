import type { RequestContext } from '@doctorpy/service-kit/context';
import { createLoaders, type Loaders } from './loaders.js';
import type { RagServices } from './services/create-services.js';

/** What every resolver of rag receives. */
export interface RagContext extends RequestContext {
  readonly services: RagServices;
  readonly loaders: Loaders;
}

/** Makes the context of each request: the one place where resolvers get what they work with. */
export function createContext(services: RagServices): (request: RequestContext) => RagContext {
  return (request) => ({ ...request, services, loaders: createLoaders(services) });
}
