import type { EventOrigin } from '@doctorpy/service-kit/events';

/** A signed-in learner who acts, and the request in which. */
export interface Actor {
  userId: string;
  requestId: string | null;
  traceparent: string | null;
}

/** The origin of the events that an actor's act causes. */
export function originOf({ userId, requestId, traceparent }: Actor): EventOrigin {
  return { actorId: userId, requestId, traceparent };
}
