import { createHash } from 'node:crypto';
import type { Outbox } from '@doctorpy/service-kit/events';
import type { Logger } from '@doctorpy/service-kit/logging';
import { inTransaction } from '@doctorpy/service-kit/mongo';
import type { Connection } from 'mongoose';
import type { Models } from '../../models/index.js';
import type { QuestRecord } from '../../models/quest.model.js';
import { questVersionId } from '../../models/quest-version.model.js';
import { foldForSearch } from '../catalogue/search-text.js';
import type { Content, QuestContent } from '../content/content-schema.js';

/** What publishing needs. */
export interface PublishDeps {
  connection: Connection;
  models: Models;
  outbox: Outbox;
  log: Logger;
}

/**
 * Publishes authored content; doing it again changes nothing. A quest whose content changed becomes a new version, with
 * a QUEST_PUBLISHED event; learners finish the version that they began. Returns the ids of the quests published.
 */
export async function publishContent(deps: PublishDeps, content: Content): Promise<string[]> {
  const { categories, achievements } = deps.models;
  for (const [position, category] of content.categories.entries()) {
    const _id = category.id;
    await categories.replaceOne({ _id }, { _id, position, content: category }, { upsert: true });
  }
  for (const [position, achievement] of content.achievements.entries()) {
    const _id = achievement.id;
    await achievements.replaceOne({ _id }, { _id, position, content: achievement }, { upsert: true });
  }
  const published: string[] = [];
  for (const [position, quest] of content.quests.entries()) {
    if (await publishQuest(deps, quest, position)) published.push(quest.id);
  }
  deps.log.info({ quests: content.quests.length, published: published.length }, 'content.published');
  return published;
}

async function publishQuest({ connection, models, outbox, log }: PublishDeps, content: QuestContent, position: number) {
  const { quests, questVersions } = models;
  const _id = content.id;
  const hash = createHash('sha256').update(JSON.stringify(content)).digest('hex');
  return inTransaction(connection, async (session) => {
    const current = await quests.findById(_id).session(session).lean<QuestRecord>();
    if (current?.hash === hash) {
      if (current.position !== position) await quests.updateOne({ _id }, { position }, { session });
      return false;
    }
    const version = current ? Math.max(current.version + 1, content.version) : content.version;
    const publishedAt = new Date();
    await questVersions.insertMany(
      [{ _id: questVersionId(_id, version), questId: _id, version, hash, content, publishedAt }],
      { session },
    );
    const { category, difficulty } = content;
    const record = { _id, version, hash, category, difficulty, position, searchText: searchTextOf(content), content };
    await quests.replaceOne({ _id }, record, { session, upsert: true });
    const origin = { actorId: null, requestId: null, traceparent: null };
    await outbox.append(session, 'QUEST_PUBLISHED', { questId: _id, version }, origin);
    log.info({ questId: _id, version }, 'quest.published');
    return true;
  });
}

function searchTextOf({ id, title, summary, en }: QuestContent): string {
  return foldForSearch([id.replaceAll('_', ' '), title, summary, en?.title ?? '', en?.summary ?? ''].join(' '));
}
