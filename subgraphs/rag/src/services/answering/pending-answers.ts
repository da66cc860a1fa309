import type { LateEvent } from '@doctorpy/service-kit/events';
import type { Logger } from '@doctorpy/service-kit/logging';
import { sendTogether } from '@doctorpy/service-kit/redis';
import type { Redis } from 'ioredis';
import type { AnswerRecord } from '../../models/answer.model.js';

/** An answer that was given, and is still to be stored and told of. */
export interface PendingAnswer {
  record: AnswerRecord;
  told: Pick<LateEvent<'RAG_QUERY_PROCESSED'>, 'payload' | 'origin'>;
}

/** Which answers are meant: those of a user, or those with these ids. */
export type Whose = { userId: string } | { ids: readonly string[] };

/**
 * Answers on their way into the database. Each is held twice until it is there: by the process that gave it, and in Redis,
 * where it survives that process and every replica sees it.
 */
export interface PendingAnswers {
  /**
   * Holds an answer; false when it cannot be held in both places, and then it is held in none. Once Redis took one, it is not
   * waited for: it is sent the answer before anybody is told of it. After a refusal it is waited for again, and what it
   * refused meanwhile is held by this process alone, until it is stored a moment later.
   */
  add(answer: PendingAnswer): Promise<boolean>;
  /**
   * The oldest ones: of this process always, of others while Redis can be asked. What cannot be read is left where it is.
   * @param options.abandonedMs age from which an answer that others gave counts
   * @param options.except those that are not wanted
   */
  oldest(limit: number, options: { abandonedMs: number; except: readonly PendingAnswer[] }): Promise<PendingAnswer[]>;
  /** To be called once they are stored, or will never be. False when Redis holds them still: they are removed another time. */
  remove(answers: readonly PendingAnswer[]): Promise<boolean>;
  /** Whether one of these waits. */
  has(whose: Whose): Promise<boolean>;
  /** How many wait in all replicas, and for how long the oldest one does; zeros while Redis is away. */
  waiting(): Promise<{ count: number; oldestSeconds: number }>;
  /** How many this process holds. */
  ownCount(): number;
}

/** One hash for all replicas: `<answer>:<user>` → answer. */
const key = 'rag:{pending}:answers';

/**
 * How long Redis holds what no rag comes back for. Less than events are kept, by which it is known what was stored
 * (`retentionDays.outbox`): what was stored and deleted since is not stored again.
 */
const heldSeconds = 3 * 86_400;

/** Creates PendingAnswers. */
export function createPendingAnswers({ redis, log }: { redis: Redis; log: Logger }): PendingAnswers {
  const own = new Map<string, PendingAnswer>();
  const unreadable = new Set<string>();
  let redisHolds = false;

  return {
    async add(answer) {
      const field = fieldOf(answer);
      own.set(field, answer);
      const text = JSON.stringify(answer);
      // Each time: the hash is another one after it was empty, or lost.
      const held = sendTogether(redis, () =>
        Promise.all([redis.hset(key, field, text), redis.expire(key, heldSeconds)]),
      );
      const isHeld = held.then(
        () => true,
        (err: unknown) => {
          log.warn({ err }, 'pending_answer.not_held');
          return false;
        },
      );
      const isTrusted = redisHolds && redis.status === 'ready';
      isHeld.then((holds) => {
        redisHolds = holds;
      });
      if (isTrusted || (await isHeld)) return true;
      own.delete(field);
      return false;
    },

    async oldest(limit, { abandonedMs, except }) {
      const abandoned = (await fieldsOfAll()).filter((field) => !own.has(field) && ageMs(field) >= abandonedMs);
      const unwanted = new Set([...unreadable, ...except.map(fieldOf)]);
      const wanted = [...own.keys(), ...abandoned].filter((field) => !unwanted.has(field));
      const fields = wanted.sort().slice(0, limit);
      const others = fields.filter((field) => !own.has(field));
      const texts = others.length === 0 ? [] : await redis.hmget(key, ...others);
      return fields.flatMap((field) => own.get(field) ?? read(field, texts[others.indexOf(field)] ?? null) ?? []);
    },

    async remove(answers) {
      const fields = answers.map(fieldOf);
      try {
        if (fields.length > 0) await redis.hdel(key, ...fields);
        return true;
      } catch (err) {
        log.warn({ err }, 'pending_answer.not_removed');
        return false;
      } finally {
        for (const field of fields) own.delete(field);
      }
    },

    async has(whose) {
      const isMeant =
        'userId' in whose
          ? (field: string) => field.endsWith(`:${whose.userId}`)
          : (field: string) => whose.ids.some((id) => field.startsWith(`${id}:`));
      return [...own.keys()].some(isMeant) || (await fieldsOfAll()).some(isMeant);
    },

    async waiting() {
      const fields = await fieldsOfAll();
      return { count: fields.length, oldestSeconds: Math.max(0, ...fields.map(ageMs)) / 1000 };
    },

    ownCount: () => own.size,
  };

  async function fieldsOfAll(): Promise<string[]> {
    try {
      return await redis.hkeys(key);
    } catch (err) {
      log.warn({ err }, 'pending_answer.unknown');
      return [];
    }
  }

  /** Null for what another replica has stored meanwhile, and for what cannot be read, which is told of once. */
  function read(field: string, text: string | null): PendingAnswer | null {
    if (text === null) return null;
    try {
      // Written by `add`, of this version or the one before.
      const { record, told } = JSON.parse(text) as PendingAnswer;
      return { record: { ...record, createdAt: new Date(record.createdAt) }, told };
    } catch (err) {
      unreadable.add(field);
      log.error({ err, answerId: field.slice(0, field.indexOf(':')) }, 'pending_answer.unreadable');
      return null;
    }
  }
}

function fieldOf({ record: { _id, userId } }: PendingAnswer): string {
  return `${_id}:${userId}`;
}

/** An answer's id says when it was given: it is a UUID v7. */
function ageMs(field: string): number {
  return Date.now() - Number.parseInt(field.slice(0, 8) + field.slice(9, 13), 16);
}
