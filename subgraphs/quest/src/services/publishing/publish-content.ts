import type { Outbox } from '@doctorpy/service-kit/events';
import type { Logger } from '@doctorpy/service-kit/logging';
import { inTransaction } from '@doctorpy/service-kit/mongo';
import type { Connection } from 'mongoose';
import type { Models } from '../../models/index.js';
import type { QuestRecord } from '../../models/quest.model.js';
import type { Content, QuestContent } from '../content/content-schema.js';
import { contentHash, publishVersion } from './publish-quest.js';

/** What publishing needs. */
export interface PublishDeps {
  connection: Connection;
  models: Models;
  outbox: Outbox;
  log: Logger;
}

/**
 * Publishes authored content; doing it again changes nothing. A quest whose content changed becomes a new version, with
 * a QUEST_PUBLISHED event; learners finish the version that they began. What an author published since stays, unless the
 * file's own version is higher. Returns the ids of the quests published.
 */
export async function publishContent(deps: PublishDeps, content: Content): Promise<string[]> {
  const { categories, achievements } = deps.models;
  for (const [position, category] of content.categories.entries()) {
    const _id = category.id;
    await categories.replaceOne({ _id }, { _id, position, content: category }, { upsert: true });
  }
  for (const [position, achievement] of content.achievements.entries()) {
    const _id = achievement.id;
    // Who was given it already is kept beside.
    await achievements.updateOne({ _id }, { $set: { position, content: achievement } }, { upsert: true });
  }
  const published: string[] = [];
  for (const [position, quest] of content.quests.entries()) {
    if (await publishQuest(deps, quest, position)) published.push(quest.id);
  }
  deps.log.info({ quests: content.quests.length, published: published.length }, 'content.published');
  return published;
}

async function publishQuest({ connection, models, outbox, log }: PublishDeps, content: QuestContent, position: number) {
  const questId = content.id;
  return inTransaction(connection, async (session) => {
    const current = await models.quests.findById(questId).session(session).lean<QuestRecord>();
    if (current && !replaces(content, current)) {
      if (current.position !== position) await models.quests.updateOne({ _id: questId }, { position }, { session });
      return false;
    }
    const origin = { actorId: null, requestId: null, traceparent: null };
    const publication = { content, position, publishedBy: null, origin };
    const version = await publishVersion({ models, outbox }, session, current, publication);
    log.info({ questId, version }, 'quest.published');
    return true;
  });
}

/** A file replaces what it published before once it changed, what an author published only with a higher version. */
function replaces(content: QuestContent, current: QuestRecord): boolean {
  if (current.hash === contentHash(content)) return false;
  return (current.publishedBy ?? null) === null || content.version > current.version;
}
