import { afterAll } from '@jest/globals';
import { type Platform, startPlatform } from './platform.js';

type Options = Parameters<typeof startPlatform>[0];

let optionsOf: (() => Promise<Options>) | undefined;
let started: Promise<Platform> | undefined;

/**
 * Lets all that a test file imports run on one platform: starting one costs more than most of what is asked of it. The file
 * calls it once, below its imports, with what the platform is to be started with, and imports the parts in the order in
 * which they run; one that awaits something at its top comes after those that do not. `afterwards` ends what the platform
 * was told of.
 */
export function onOnePlatform(
  options: () => Promise<Options> = async () => ({}),
  afterwards: () => Promise<unknown> = async () => undefined,
): void {
  optionsOf = options;
  afterAll(async () => {
    try {
      await (await started?.catch(() => undefined))?.stop();
    } finally {
      await afterwards();
    }
  });
}

/**
 * The platform of the file that is run, for `beforeAll` of a part: the first who asks starts it.
 * @throws Error when the file that is run did not call `onOnePlatform`
 */
export function sharedPlatform(): Promise<Platform> {
  const options = optionsOf;
  if (!options) throw new Error('This part is run by the file that imports it and calls onOnePlatform.');
  started ??= options().then(startPlatform);
  return started;
}
