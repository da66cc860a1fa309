import { createGraderClient } from '@doctorpy/grader';
import { silentLogger } from '@doctorpy/service-kit/logging';
import type { Redis } from 'ioredis';
import type { Connection } from 'mongoose';
import { migrations } from '../../subgraphs/quest/src/migrations/index.js';
import type { Actor } from '../../subgraphs/quest/src/services/actor.js';
import type { Content } from '../../subgraphs/quest/src/services/content/content-schema.js';
import { loadContent } from '../../subgraphs/quest/src/services/content/load-content.js';
import { createServices, type QuestServices } from '../../subgraphs/quest/src/services/create-services.js';
import { publishContent } from '../../subgraphs/quest/src/services/publishing/publish-content.js';
import { startStores } from './stores.js';

/** Quest's services in this process, on a mongod and a redis-server of their own, with the authored content published. */
export interface MeasuredQuest {
  readonly services: QuestServices;
  readonly content: Content;
  readonly connection: Connection;
  readonly redis: Redis;
  stop(): Promise<void>;
}

/** Where days begin. */
export const TIME_ZONE = 'Europe/Paris';

/** Starts them without a grader, and without the relay: events stay in the outbox. */
export async function startQuestServices(): Promise<MeasuredQuest> {
  const { connection, redis, stop } = await startStores(migrations);
  const log = silentLogger();
  const services = createServices({
    connection,
    redis,
    // Nothing is followed live.
    subscriber: redis,
    grader: createGraderClient({ socketPath: '/nonexistent.sock' }),
    clock: { now: () => new Date(), timeZone: TIME_ZONE },
    log,
    deliverEvents: () => undefined,
  });
  const content = loadContent(new URL('../../subgraphs/quest/content', import.meta.url));
  await publishContent({ connection, models: services.models, outbox: services.outbox, log }, content);
  return { services, content, connection, redis, stop };
}

/** Somebody signed in. */
export function actorOf(userId: string): Actor {
  return { userId, requestId: 'r', traceparent: null };
}
