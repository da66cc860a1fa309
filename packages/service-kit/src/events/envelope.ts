import { v7 as uuid } from 'uuid';
import { z } from 'zod';
import type { RequestContext } from '../context/index.js';
import { type EventName, type EventPayload, eventCatalogue, isEventName } from './catalogue.js';

/** An event as it travels: `payload` says what happened, the rest says which one, when and on whose behalf. */
export type EventEnvelope<N extends EventName = EventName> = Envelopes[N];

/** Who and what caused an event; carried along so that logs of every hop share one request id and one trace. */
export interface EventOrigin {
  actorId: string | null;
  requestId: string | null;
  traceparent: string | null;
}

/** The origin of the events that a request causes. */
export function eventOrigin({
  caller,
  requestId,
  traceparent,
}: Pick<RequestContext, 'caller' | 'requestId' | 'traceparent'>): EventOrigin {
  return { actorId: caller.userId, requestId, traceparent };
}

/** What reading a serialised event can give; `unknown` is an event of a newer build, `invalid` can never be handled. */
export type ParsedEvent =
  | { kind: 'known'; event: EventEnvelope }
  | { kind: 'unknown'; id: string; name: string; version: number }
  | { kind: 'invalid'; reason: string };

/** What an event is told by, where its fact is older than its telling. */
export interface EventStamp {
  /** A UUID v7 that stands for the fact: telling it again gives the same event. */
  id: string;
  occurredAt: Date;
}

/**
 * A new event, stamped now unless said otherwise. Ids are UUID v7, so events of one process sort in the order they were made.
 * Throws a ZodError when the payload has a wrong, missing or surplus field: the producer has a bug.
 */
export function createEvent<N extends EventName>(
  name: N,
  payload: EventPayload<N>,
  origin: EventOrigin,
  { id, occurredAt }: EventStamp = { id: uuid(), occurredAt: new Date() },
): EventEnvelope<N> {
  const { version } = eventCatalogue[name];
  const envelope = {
    id,
    name,
    version,
    occurredAt: occurredAt.toISOString(),
    actorId: origin.actorId,
    requestId: origin.requestId,
    traceparent: origin.traceparent,
    payload: strictPayload(name).parse(payload),
  };
  return envelope as EventEnvelope<N>;
}

/**
 * Reads an event from its JSON text. Never throws. Surplus payload fields are dropped, so that a producer may add
 * one without a new version; a higher version than the catalogue's is `unknown`.
 */
export function parseEvent(text: string): ParsedEvent {
  const envelope = envelopeSchema.safeParse(parseJson(text));
  if (!envelope.success) return { kind: 'invalid', reason: z.prettifyError(envelope.error) };
  const { id, name, version } = envelope.data;
  if (!isEventName(name) || version > eventCatalogue[name].version) return { kind: 'unknown', id, name, version };
  const payload = eventCatalogue[name].payload.safeParse(envelope.data.payload);
  if (!payload.success) return { kind: 'invalid', reason: z.prettifyError(payload.error) };
  return { kind: 'known', event: { ...envelope.data, name, payload: payload.data } as EventEnvelope };
}

/** Made once for each event: zod compiles a schema at its first use. */
const strictPayloads = new Map<EventName, z.ZodObject>();

function strictPayload(name: EventName): z.ZodObject {
  const known = strictPayloads.get(name) ?? eventCatalogue[name].payload.strict();
  strictPayloads.set(name, known);
  return known;
}

type Envelopes = {
  [N in EventName]: {
    id: string;
    name: N;
    version: number;
    occurredAt: string;
    actorId: string | null;
    requestId: string | null;
    traceparent: string | null;
    payload: EventPayload<N>;
  };
};

const envelopeSchema = z.object({
  id: z.uuid(),
  name: z.string().min(1),
  version: z.number().int().min(1),
  occurredAt: z.iso.datetime(),
  actorId: z.string().nullable(),
  requestId: z.string().nullable(),
  traceparent: z.string().nullable(),
  payload: z.record(z.string(), z.unknown()),
});

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
