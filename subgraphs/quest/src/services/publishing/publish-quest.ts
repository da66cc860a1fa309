import { createHash } from 'node:crypto';
import type { EventOrigin, Outbox } from '@doctorpy/service-kit/events';
import type { ClientSession } from 'mongoose';
import type { Models } from '../../models/index.js';
import type { QuestRecord } from '../../models/quest.model.js';
import { questVersionId } from '../../models/quest-version.model.js';

import { foldForSearch } from '../catalogue/search-text.js';
import type { QuestContent } from '../content/content-schema.js';

/** What is published, where it goes in the catalogue, and by whom (null: from the content folder). */
export interface Publication {
  content: QuestContent;
  position: number;
  publishedBy: string | null;
  origin: EventOrigin;
}

/**
 * Makes content the newest version of its quest, with a QUEST_PUBLISHED event, inside the caller's transaction. `current`
 * is the published version, null for a new quest. Returns the number of the new version.
 */
export async function publishVersion(
  { models, outbox }: { models: Models; outbox: Outbox },
  session: ClientSession,
  current: QuestRecord | null,
  { content, position, publishedBy, origin }: Publication,
): Promise<number> {
  const _id = content.id;
  const hash = contentHash(content);
  const version = current ? Math.max(current.version + 1, content.version) : content.version;
  const publishedAt = new Date();
  await models.questVersions.insertMany(
    [{ _id: questVersionId(_id, version), questId: _id, version, hash, publishedBy, content, publishedAt }],
    { session },
  );
  const { category, difficulty } = content;
  const searchText = searchTextOf(content);
  const record = { _id, version, hash, publishedBy, category, difficulty, position, searchText, content };
  await models.quests.replaceOne({ _id }, record, { session, upsert: true });
  await outbox.append(session, 'QUEST_PUBLISHED', { questId: _id, version }, origin);
  return version;
}

/** Tells whether two contents are the same. */
export function contentHash(content: QuestContent): string {
  return createHash('sha256').update(JSON.stringify(content)).digest('hex');
}

function searchTextOf({ id, title, summary, en }: QuestContent): string {
  return foldForSearch([id.replaceAll('_', ' '), title, summary, en?.title ?? '', en?.summary ?? ''].join(' '));
}
