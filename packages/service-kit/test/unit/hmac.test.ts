import { createHmac, randomBytes } from 'node:crypto';
import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createHmacSha256 } from '../../src/trust/hmac.js';

const standard = (key: Uint8Array, text: string) => createHmac('sha256', key).update(text).digest('hex');

it('an HMAC is that of RFC 4231', () => {
  expect(createHmacSha256(Buffer.alloc(20, 0x0b))('Hi There')).toBe(
    'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7',
  );
  expect(createHmacSha256(Buffer.from('Jefe'))('what do ya want for nothing?')).toBe(
    '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
  );
  expect(createHmacSha256(Buffer.alloc(131, 0xaa))('Test Using Larger Than Block-Size Key - Hash Key First')).toBe(
    '60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54',
  );
});

it('an HMAC is that of node:crypto for any keys and texts, one after the other', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 200 }),
      fc.array(fc.string({ unit: 'binary', maxLength: 400 }), { maxLength: 5 }),
      (key, texts) => {
        const hmac = createHmacSha256(key);
        for (const text of texts) expect(hmac(text)).toBe(standard(key, text));
      },
    ),
  );
});

it('an HMAC covers texts of any length, and lone surrogates as any other UTF-8', () => {
  const key = randomBytes(32);
  const hmac = createHmacSha256(key);
  for (const length of [0, 1, 55, 63, 64, 2729, 2730, 2731, 8192, 100_000]) {
    for (const character of ['a', 'é', '→', '\ud800']) {
      expect(hmac(character.repeat(length))).toBe(standard(key, character.repeat(length)));
    }
  }
});
