import { createHmac, hash } from 'node:crypto';

/** HMAC-SHA-256 of a text as UTF-8, in hexadecimal. */
export type Hmac = (text: string) => string;

/** Of SHA-256, in bytes. */
const BLOCK = 64;
const DIGEST = 32;
/** What is added to the key, by RFC 2104. */
const INNER = 0x36;
const OUTER = 0x5c;
/** Texts up to this length, in bytes, are written behind the key; longer ones are rare, and cost what they cost. */
const MOST_BYTES = 8192;

/**
 * HMAC-SHA-256 with one key, as RFC 2104 puts it together from two digests. The same as `createHmac`, whose object costs more than
 * the digests do where texts are short.
 */
export function createHmacSha256(key: Uint8Array): Hmac {
  const inner = Buffer.alloc(BLOCK + MOST_BYTES);
  const outer = Buffer.alloc(BLOCK + DIGEST);
  const padded = Buffer.alloc(BLOCK);
  padded.set(key.length > BLOCK ? hash('sha256', key, 'buffer') : key);
  for (const [index, byte] of padded.entries()) {
    inner[index] = byte ^ INNER;
    outer[index] = byte ^ OUTER;
  }
  return (text) => {
    // No character takes more than three bytes for each of its units.
    if (text.length * 3 > MOST_BYTES) return createHmac('sha256', key).update(text).digest('hex');
    const end = BLOCK + inner.write(text, BLOCK);
    outer.write(hash('sha256', inner.subarray(0, end), 'binary'), BLOCK, 'latin1');
    return hash('sha256', outer, 'hex');
  };
}
