import { describe, expect, it } from '@jest/globals';
import { createEvent, deadLetterKey, eventCatalogue, parseEvent, streamKey } from '../../../src/events/index.js';

const origin = { actorId: 'u1', requestId: 'r1', traceparent: null };
const payload = { userId: 'u1', sessionId: 's1' };

describe('an event', () => {
  it('survives its way through JSON', () => {
    const event = createEvent('USER_AUTHENTICATED', payload, origin);
    expect(parseEvent(JSON.stringify(event))).toEqual({ kind: 'known', event });
  });

  it('refuses a field its payload does not declare, so that no e-mail address slips out', () => {
    const leaky = { ...payload, email: 'lea@doctorpy.test' };
    expect(() => createEvent('USER_AUTHENTICATED', leaky, origin)).toThrow(/email/);
  });

  it('sorts after the one made before it', () => {
    const ids = Array.from({ length: 1_000 }, () => createEvent('USER_AUTHENTICATED', payload, origin).id);
    expect([...ids].sort()).toEqual(ids);
  });

  it('is read without the field that a newer producer added', () => {
    const event = createEvent('USER_AUTHENTICATED', payload, origin);
    const newer = { ...event, payload: { ...payload, device: 'tablet' } };
    expect(parseEvent(JSON.stringify(newer))).toEqual({ kind: 'known', event });
  });

  it('is unknown when its name or version is newer than the catalogue', () => {
    const event = createEvent('USER_AUTHENTICATED', payload, origin);
    expect(parseEvent(JSON.stringify({ ...event, version: 2 })).kind).toBe('unknown');
    expect(parseEvent(JSON.stringify({ ...event, name: 'COFFEE_BREWED' })).kind).toBe('unknown');
    expect(parseEvent(JSON.stringify({ ...event, name: 'constructor' })).kind).toBe('unknown');
  });

  it.each(['', 'null', '[]', '{', '{"name":"USER_REGISTERED"}'])('is invalid when it reads %j', (text) => {
    expect(parseEvent(text).kind).toBe('invalid');
  });

  it('is invalid when its payload lacks a field', () => {
    const event = createEvent('USER_AUTHENTICATED', payload, origin);
    const parsed = parseEvent(JSON.stringify({ ...event, payload: { userId: 'u1' } }));
    expect(parsed).toMatchObject({ kind: 'invalid', reason: expect.stringContaining('sessionId') });
  });
});

describe('the catalogue', () => {
  it('holds no payload field that could name a person', () => {
    const fields = Object.values(eventCatalogue).flatMap(({ payload: shape }) => Object.keys(shape.shape));
    expect(fields.filter((field) => /email|name|text|question$|answer$/i.test(field))).toEqual([]);
  });

  it('keeps a producer’s streams in one Redis Cluster slot', () => {
    const slot = (key: string) => /\{(.+)\}/.exec(key)?.[1];
    expect(slot(streamKey('quest'))).toBe('quest');
    expect(slot(deadLetterKey('quest', 'rag'))).toBe('quest');
  });
});
