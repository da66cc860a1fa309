import type { EventOrigin } from '@doctorpy/service-kit/events';
import type { RequestOrigin } from './account.js';

/** What events caused by this request carry. */
export function eventOrigin({ caller, requestId, traceparent }: RequestOrigin): EventOrigin {
  return { actorId: caller.userId, requestId, traceparent };
}
