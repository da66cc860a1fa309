import { createEvent, type EventName, type EventPayload, streamKey } from '@doctorpy/service-kit/events';
import type { QuestEnvironment } from '../environment.js';

/** What auth would say: writes an event to its stream, as its relay does; `occurredAt` is now unless told. */
export async function authSays<N extends EventName>(
  { redis }: Pick<QuestEnvironment, 'redis'>,
  name: N,
  payload: EventPayload<N>,
  occurredAt?: Date,
): Promise<string> {
  const event = createEvent(name, payload, { actorId: null, requestId: null, traceparent: null });
  const told = occurredAt ? { ...event, occurredAt: occurredAt.toISOString() } : event;
  const text = JSON.stringify(told);
  await redis.xadd(streamKey('auth'), '*', 'id', event.id, 'event', text);
  return text;
}
