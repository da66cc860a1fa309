import type { Redis } from 'ioredis';
import { z } from 'zod';
import type { Producer } from './catalogue.js';
import { streamKey } from './keys.js';
import type { StreamPosition } from './outbox.model.js';
import { DAY_MS, retentionDays } from './retention.js';

/** An event's place in the stream, as the outbox remembers it. */
export interface Placed {
  id: string;
  position: StreamPosition;
}

/** Adds events to a producer's stream and tells which ones are still in it. */
export interface StreamWriter {
  /**
   * Adds events behind `tail` in one atomic step and returns their positions; null, and nothing added, when `tail`
   * is no longer in the stream, because Redis restarted without its last writes, failed over or was flushed.
   */
  append(tail: Placed | null, events: readonly { id: string; json: string }[]): Promise<StreamPosition[] | null>;
  /** For each of these, in order: is it in the stream at its position? */
  contains(placed: readonly Placed[]): Promise<boolean[]>;
}

/** The writer for one producer's stream. The stream holds about `maxLength` entries of at most eight days. */
export function createStreamWriter(deps: { redis: Redis; producer: Producer; maxLength: number }): StreamWriter {
  const { redis, maxLength } = deps;
  const key = streamKey(deps.producer);
  return {
    async append(tail, events) {
      const reply = await redis.eval(
        APPEND,
        1,
        key,
        tail ? entryId(tail.position) : '',
        tail?.id ?? '',
        maxLength,
        Date.now() - retentionDays.stream * DAY_MS,
        ...events.flatMap(({ id, json }) => [id, json]),
      );
      return appendReply.parse(reply);
    },
    async contains(placed) {
      return Promise.all(
        placed.map(async ({ id, position }) => {
          const at = entryId(position);
          const [entry] = await redis.xrange(key, at, at, 'COUNT', 1);
          return entry?.[1][1] === id;
        }),
      );
    },
  };
}

/**
 * The check of the predecessor and the writes are one step on purpose: a Redis that comes back between the two with
 * its last second missing would otherwise get new events on top of a gap nobody looks for again.
 */
const APPEND = `
local tailEntry, tailId = ARGV[1], ARGV[2]
if tailEntry ~= '' then
  local found = redis.call('XRANGE', KEYS[1], tailEntry, tailEntry)
  if #found == 0 or found[1][2][2] ~= tailId then return false end
end
local positions = {}
for i = 5, #ARGV, 2 do
  positions[#positions + 1] = redis.call('XADD', KEYS[1], '*', 'id', ARGV[i], 'event', ARGV[i + 1])
end
if #positions > 0 then
  redis.call('XTRIM', KEYS[1], 'MAXLEN', '~', ARGV[3])
  redis.call('XTRIM', KEYS[1], 'MINID', '~', ARGV[4])
end
return positions
`;

const appendReply = z.array(z.string().transform(toPosition)).nullable();

function entryId({ ms, seq }: StreamPosition): string {
  return `${ms}-${seq}`;
}

function toPosition(id: string): StreamPosition {
  const [ms, seq] = id.split('-');
  return { ms: Number(ms), seq: Number(seq) };
}
