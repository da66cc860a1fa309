import { createEnvelope, type Frame } from '../sharing/frame.js';

/** Makes the WebSocket frames of states, which differ from one subscriber to the next by nothing but the id. */
export interface StateFrames {
  /**
   * The frame that brings a state to a subscriber. Its bytes are the next subscriber's as soon as `take` is called again,
   * unless `keep` was called before.
   * @param id what {@link wireId} gives for the subscriber's id
   */
  take(id: string, state: Frame): Buffer;
  /** The frame taken last is not on its way yet: it stays as it is, and the next one gets bytes of its own. */
  keep(): void;
}

/** An id as it stands in a message: as JSON, in UTF-8, a character for each byte. */
export function wireId(id: string): string {
  return Buffer.from(JSON.stringify(id)).toString('latin1');
}

/** A frame into which another id of the same length can be put. */
interface Template {
  readonly bytes: Buffer;
  /** Where the id starts. */
  readonly at: number;
  readonly idLength: number;
}

const BEFORE_ID = Buffer.from('{"id":');
const AFTER_ID = Buffer.from(',"type":"next","payload":');
/** Longer ids are those that nobody but their sender uses. */
const MOST_TEMPLATES = 64;

/** Makes the frames of one WebSocket server: a whole one for each length of ids, in which only the id is exchanged. */
export function createStateFrames(): StateFrames {
  // All that follows the id: the same for every subscriber.
  const tailOf = createEnvelope((json) => Buffer.concat([AFTER_ID, json, Buffer.from('}')]));
  const templates = new Map<number, Template>();
  let current: Frame | null = null;
  let latest: Template | null = null;

  const another = (idLength: number, state: Frame): Template => {
    if (state !== current) {
      current = state;
      templates.clear();
    }
    const known = templates.get(idLength);
    if (known) return known;
    const tail = tailOf(state);
    const head = textFrameHead(BEFORE_ID.length + idLength + tail.length);
    const bytes = Buffer.concat([head, BEFORE_ID, Buffer.allocUnsafe(idLength), tail]);
    const made = { bytes, at: head.length + BEFORE_ID.length, idLength };
    if (templates.size < MOST_TEMPLATES) templates.set(idLength, made);
    return made;
  };

  return {
    take(id, state) {
      if (state !== current || latest?.idLength !== id.length) latest = another(id.length, state);
      putInto(latest.bytes, latest.at, id);
      return latest.bytes;
    },
    keep() {
      if (latest) templates.delete(latest.idLength);
      latest = null;
    },
  };
}

/** By hand: an id is short, and calling what copies strings costs more than copying one. */
function putInto(bytes: Buffer, at: number, id: string): void {
  for (let index = 0; index < id.length; index++) bytes[at + index] = id.charCodeAt(index);
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
