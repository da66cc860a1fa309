import { requireUser } from '@doctorpy/service-kit/caller';
import type { RequestContext } from '@doctorpy/service-kit/context';
import { createLoaders, type Loaders } from './loaders.js';
import type { Actor } from './services/actor.js';
import type { QuestServices } from './services/create-services.js';

/** What every resolver of quest receives. */
export interface QuestContext extends RequestContext {
  readonly services: QuestServices;
  readonly loaders: Loaders;
}

/** Makes the context of each request: the one place where resolvers get what they work with. */
export function createContext(services: QuestServices): (request: RequestContext) => QuestContext {
  return (request) => ({ ...request, services, loaders: createLoaders(services, request.caller) });
}

/** The signed-in caller as the one who acts. UNAUTHENTICATED when there is none. */
export function actorOf({ caller, requestId, traceparent }: RequestContext): Actor {
  return { userId: requireUser(caller), requestId, traceparent };
}
