import { describe, expect, it } from '@jest/globals';
import { makeRestartable } from '../../src/runner/restartable.js';

describe('a build of Python that cannot be started from a copy', () => {
  const module = (...sections: number[]) => Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, ...sections);

  it.each<[string, Uint8Array]>([
    ['is empty', module()],
    ['keeps a second global', module(6, 1, 2)],
    ['ends within a number', module(6, 1, 0x80)],
  ])('is refused because it %s', (_name, bytes) => {
    expect(() => makeRestartable(bytes, 2_048)).toThrow(/build of Python|module/);
  });
});
