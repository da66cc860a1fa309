// jest runs this file natively, outside its transform: plain JavaScript.
import { existsSync } from 'node:fs';
import TestSequencer from '@jest/test-sequencer';

/**
 * The order of test files: as jest's, which begins with those that took longest, and on a machine that never ran them with
 * the largest. There, a file that only imports its parts, from the folder of its name, is small and long: it comes first.
 */
export default class LongestFirst extends TestSequencer {
  /** @param {import('@jest/test-result').Test[]} tests */
  sort(tests) {
    const sorted = super.sort(tests);
    const isAhead = (/** @type {import('@jest/test-result').Test} */ test) =>
      test.duration === undefined && existsSync(test.path.replace(/\.test\.ts$/, ''));
    return [...sorted.filter(isAhead), ...sorted.filter((test) => !isAhead(test))];
  }
}
