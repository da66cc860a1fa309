import { createEnvelope, type Frame } from '../sharing/frame.js';

/** Makes the WebSocket frames of states, which differ from one subscriber to the next by nothing but the id. */
export interface StateFrames {
  /**
   * The frame that brings a state to a subscriber. Its bytes are the next subscriber's as soon as `take` is called again,
   * unless `keep` was called before.
   * @param start what {@link messageStart} gives for the subscriber's id
   */
  take(start: Buffer, state: Frame): Buffer;
  /** The frame taken last is not on its way yet: it stays as it is, and the next one gets bytes of its own. */
  keep(): void;
}

/** What a `next` message begins with. */
export function messageStart(id: string): Buffer {
  return Buffer.from(`{"id":${JSON.stringify(id)},"type":"next","payload":`);
}

/** A frame into which another id of the same length can be put. */
interface Template {
  readonly bytes: Buffer;
  /** Where the message starts. */
  readonly at: number;
}

/** Longer starts are those of ids that nobody but their sender uses. */
const MOST_TEMPLATES = 64;

/** Makes the frames of one WebSocket server: a whole one for each length of ids, in which only the id is exchanged. */
export function createStateFrames(): StateFrames {
  // All that follows the id: the same for every subscriber.
  const tailOf = createEnvelope((json) => Buffer.concat([json, Buffer.from('}')]));
  const templates = new Map<number, Template>();
  let current: Frame | null = null;
  let last = 0;

  return {
    take(start, state) {
      if (state !== current) {
        current = state;
        templates.clear();
      }
      last = start.length;
      const known = templates.get(last);
      if (known) {
        known.bytes.set(start, known.at);
        return known.bytes;
      }
      const tail = tailOf(state);
      const head = textFrameHead(start.length + tail.length);
      const bytes = Buffer.concat([head, start, tail]);
      if (templates.size < MOST_TEMPLATES) templates.set(last, { bytes, at: head.length });
      return bytes;
    },
    keep() {
      templates.delete(last);
    },
  };
}

/** The beginning of a text frame of which `length` bytes are payload (RFC 6455 §5.2): whole, and not masked. */
function textFrameHead(length: number): Buffer {
  if (length < 126) return Buffer.from([0x81, length]);
  const head = Buffer.alloc(length < 65_536 ? 4 : 10);
  head[0] = 0x81;
  head[1] = length < 65_536 ? 126 : 127;
  if (length < 65_536) head.writeUInt16BE(length, 2);
  else head.writeBigUInt64BE(BigInt(length), 2);
  return head;
}
