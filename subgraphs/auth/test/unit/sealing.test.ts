import { describe, expect, it } from '@jest/globals';
import { createSealing } from '../../src/services/secrets/sealing.js';

const sealing = createSealing('a secret of one installation', 'a purpose');
const plain = Buffer.from('what nobody else may read');

describe('a sealed text', () => {
  it('opens for who has the secret, and shows nothing of itself', () => {
    const sealed = sealing.seal(plain, 'label');
    expect(sealing.open(sealed, 'label')).toEqual(plain);
    expect(sealed.includes(plain.subarray(0, 4))).toBe(false);
  });

  it('is never the same twice', () => {
    expect(sealing.seal(plain, 'label')).not.toEqual(sealing.seal(plain, 'label'));
  });

  it.each([
    ['with another secret', createSealing('another secret', 'a purpose')],
    ['for another purpose', createSealing('a secret of one installation', 'another purpose')],
  ])('does not open %s, whose name differs as well', (_what, other) => {
    expect(() => other.open(sealing.seal(plain, 'label'), 'label')).toThrow();
    expect(other.id).not.toBe(sealing.id);
  });

  it('does not open under another label, changed, or cut', () => {
    const sealed = sealing.seal(plain, 'label');
    expect(() => sealing.open(sealed, 'other')).toThrow();
    for (const index of [0, 12, sealed.length - 1]) {
      const changed = Buffer.from(sealed);
      changed.writeUInt8(changed.readUInt8(index) ^ 1, index);
      expect(() => sealing.open(changed, 'label')).toThrow();
    }
    for (const length of [0, 12, 20, 28, sealed.length - 1]) {
      expect(() => sealing.open(sealed.subarray(0, length), 'label')).toThrow();
    }
  });
});
