import { randomFillSync } from 'node:crypto';
import { v7 } from 'uuid';

/** Random bytes of one id, and of those that are drawn at once: asking the system for each costs more than the id. */
const BYTES = 16;
const DRAWN = 256;

/** Makes ids of requests: UUIDs that sort by time. */
export function createRequestIds(): () => string {
  const random = new Uint8Array(BYTES * DRAWN);
  let next = random.length;
  return () => {
    if (next === random.length) {
      randomFillSync(random);
      next = 0;
    }
    const own = random.subarray(next, next + BYTES);
    next += BYTES;
    return v7({ random: own });
  };
}
