import { z } from 'zod';

/** The services that write events. */
export type Producer = 'auth' | 'quest' | 'rag';

const id = z.string().min(1).max(200);
const count = z.number().int().min(0);
const score = z.number().min(0);
const user = z.object({ userId: id });
const session = z.object({ userId: id, sessionId: id });
const questRun = z.object({ userId: id, questId: id, questVersion: z.number().int().min(1), progressId: id });
const attempt = z.object({ userId: id, questId: id, questionId: id, progressId: id, attemptId: id });

/**
 * Every event of the platform: who writes it, the version written today and the shape of its payload.
 * Payloads hold ids and measures, never an e-mail address, a name or the text of a question.
 * `durable` events go through the outbox and reach every consumer group at least once; `live` ones are only
 * published to whoever listens at that moment.
 */
export const eventCatalogue = {
  USER_REGISTERED: { version: 1, producer: 'auth', delivery: 'durable', payload: user },
  USER_AUTHENTICATED: { version: 1, producer: 'auth', delivery: 'durable', payload: session },
  USER_UPDATED: { version: 1, producer: 'auth', delivery: 'durable', payload: user },
  USER_SUSPENDED: {
    version: 1,
    producer: 'auth',
    delivery: 'durable',
    payload: user.extend({ until: z.iso.datetime().nullable().optional() }),
  },
  USER_REINSTATED: { version: 1, producer: 'auth', delivery: 'durable', payload: user },
  USER_DELETION_REQUESTED: { version: 1, producer: 'auth', delivery: 'durable', payload: user },
  USER_DELETION_CANCELLED: { version: 1, producer: 'auth', delivery: 'durable', payload: user },
  USER_DELETED: { version: 1, producer: 'auth', delivery: 'durable', payload: user },
  ROLE_CHANGED: {
    version: 1,
    producer: 'auth',
    delivery: 'durable',
    payload: z.object({ userId: id, roles: z.array(z.enum(['LEARNER', 'AUTHOR', 'ADMIN'])) }),
  },
  SESSION_REVOKED: { version: 1, producer: 'auth', delivery: 'durable', payload: session },
  QUEST_STARTED: { version: 1, producer: 'quest', delivery: 'durable', payload: questRun },
  QUEST_COMPLETED: {
    version: 1,
    producer: 'quest',
    delivery: 'durable',
    payload: questRun.extend({ score, maxScore: score }),
  },
  QUEST_ABANDONED: { version: 1, producer: 'quest', delivery: 'durable', payload: questRun },
  ANSWER_SUBMITTED: { version: 1, producer: 'quest', delivery: 'durable', payload: attempt },
  ANSWER_GRADED: {
    version: 1,
    producer: 'quest',
    delivery: 'durable',
    payload: attempt.extend({ verdict: z.string().min(1).max(50), scoreAwarded: score }),
  },
  QUEST_PUBLISHED: {
    version: 1,
    producer: 'quest',
    delivery: 'durable',
    payload: z.object({ questId: id, version: z.number().int().min(1) }),
  },
  ACHIEVEMENT_UNLOCKED: {
    version: 1,
    producer: 'quest',
    delivery: 'durable',
    payload: z.object({ userId: id, achievementId: id, unlockedId: id }),
  },
  PLAYER_VISIBILITY_CHANGED: { version: 1, producer: 'quest', delivery: 'durable', payload: user },
  LEADERBOARD_CHANGED: {
    version: 1,
    producer: 'quest',
    delivery: 'live',
    payload: z.object({ boards: z.array(id).max(1000) }),
  },
  DOCUMENT_INDEXED: {
    version: 1,
    producer: 'rag',
    delivery: 'durable',
    payload: z.object({ documentId: id, passageCount: count }),
  },
  RAG_QUERY_PROCESSED: {
    version: 1,
    producer: 'rag',
    delivery: 'durable',
    payload: z.object({
      userId: id.nullable(),
      answerId: id,
      queryType: z.string().min(1).max(50),
      mode: z.string().min(1).max(50),
      fromCache: z.boolean(),
      latencyMs: z.number().min(0),
      // Left out by older producers; null where the model was not asked, or nobody waited.
      retrievalMs: z.number().min(0).nullable().optional(),
      generationMs: z.number().min(0).nullable().optional(),
      queueMs: z.number().min(0).nullable().optional(),
    }),
  },
} as const satisfies Record<string, EventDefinition>;

/** The name of an event of the catalogue. */
export type EventName = keyof typeof eventCatalogue;

/** The payload of the event called `N`. */
export type EventPayload<N extends EventName> = EventPayloads[N];

/** Is this a name of the catalogue? Newer producers may write names that this build does not know yet. */
export function isEventName(name: string): name is EventName {
  return Object.hasOwn(eventCatalogue, name);
}

type EventPayloads = { [N in EventName]: z.infer<(typeof eventCatalogue)[N]['payload']> };

interface EventDefinition {
  version: number;
  producer: Producer;
  delivery: 'durable' | 'live';
  payload: z.ZodObject;
}
