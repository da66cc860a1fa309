import type { EventName, Producer } from './catalogue.js';

/** The stream of a producer's durable events. The braces keep all keys of one producer in one Redis Cluster slot. */
export const streamKey = (producer: Producer): string => `events:{${producer}}`;

/** The stream of the events that `group` gave up on. */
export const deadLetterKey = (producer: Producer, group: string): string => `events:{${producer}}:dead:${group}`;

/** The pub/sub channel on which an event is announced live. */
export const liveChannel = (name: EventName): string => `events:${name}`;
