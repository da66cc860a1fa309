import { describe, expect, it } from '@jest/globals';
import { createFrame } from '../../src/sharing/frame.js';
import { createStateFrames, wireId } from '../../src/websocket/state-frames.js';

const state = (title: string) => createFrame({ data: { title } });
const textIn = (frame: Buffer) => frame.subarray(frame.indexOf('{')).toString();

describe('frames of states', () => {
  it('are made once for ids of one length, and hold the id of whoever is next', () => {
    const frames = createStateFrames();
    const news = state('é');
    const first = frames.take(wireId('aa'), news);
    expect(textIn(first)).toBe('{"id":"aa","type":"next","payload":{"data":{"title":"é"}}}');
    const second = frames.take(wireId('bb'), news);
    expect(second).toBe(first);
    expect(textIn(second)).toBe('{"id":"bb","type":"next","payload":{"data":{"title":"é"}}}');
    expect(textIn(frames.take(wireId('c'), news))).toContain('"id":"c"');
  });

  it('stay as they are when they were kept, whoever comes next', () => {
    const frames = createStateFrames();
    const news = state('x');
    const first = frames.take(wireId('aa'), news);
    frames.keep();
    const second = frames.take(wireId('bb'), news);
    const third = frames.take(wireId('cc'), state('y'));
    expect([first, second, third].map(textIn).map((text) => JSON.parse(text).id)).toEqual(['aa', 'bb', 'cc']);
  });

  it.each([
    [125, 2],
    [126, 4],
    [65_535, 4],
    [65_536, 10],
  ])('of %i bytes begin as RFC 6455 has it', (length, head) => {
    const empty = '{"id":"a","type":"next","payload":{"data":{"title":""}}}'.length;
    const frame = createStateFrames().take(wireId('a'), state('x'.repeat(length - empty)));
    expect(frame.length).toBe(head + length);
    expect(frame[0]).toBe(0x81);
    const said = head === 2 ? frame[1] : head === 4 ? frame.readUInt16BE(2) : Number(frame.readBigUInt64BE(2));
    expect(said).toBe(length);
  });
});
