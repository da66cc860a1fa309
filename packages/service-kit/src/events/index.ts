export { type EventName, type EventPayload, eventCatalogue, isEventName, type Producer } from './catalogue.js';
export {
  type Consumer,
  type ConsumerOptions,
  createConsumer,
  type EventHandler,
  type EventHandlers,
} from './consumer.js';
export {
  createEvent,
  type EventEnvelope,
  type EventOrigin,
  type EventStamp,
  eventOrigin,
  type ParsedEvent,
  parseEvent,
} from './envelope.js';
export { deadLetterKey, liveChannel, streamKey } from './keys.js';
export { createLiveListener, type LiveHandlers, type LiveListener, publishLive } from './live.js';
export { createOutbox, type LateEvent, type NewEvent, type Outbox } from './outbox.js';
export { prepareEventCollections } from './prepare.js';
export { createRelay, type Relay, type RelayOptions } from './relay.js';
export { retentionDays } from './retention.js';
