import type { Logger } from '@doctorpy/service-kit/logging';
import { inTransaction } from '@doctorpy/service-kit/mongo';
import type { ClientSession } from 'mongoose';
import type { Models } from '../../models/index.js';
import type { PromptTemplateRecord } from '../../models/prompt-template.model.js';
import {
  type PromptTemplateVersionRecord,
  promptTemplateVersionId,
} from '../../models/prompt-template-version.model.js';
import type { TemplateContent } from './prompt-templates.js';

/** What publishing templates did. */
export interface TemplatesReport {
  total: number;
  changed: number;
  removed: number;
  /** Files that changed while an author's version is in use: that one stays. */
  passedOver: number;
}

/**
 * Brings the templates in step with the content folder. A file that changed becomes a new version, in use at once; where an
 * author put a version in use, only with a higher version than that. Templates that left the content go, unless an author
 * put a version in use; their versions stay, since a number must not come again with another text.
 */
export async function publishTemplates(
  { promptTemplates, promptTemplateVersions: versions }: Pick<Models, 'promptTemplates' | 'promptTemplateVersions'>,
  contents: readonly TemplateContent[],
  log: Logger,
): Promise<TemplatesReport> {
  return inTransaction(promptTemplates.db, async (session) => {
    const inUse = await promptTemplates.find().session(session).lean();
    const current = new Map(inUse.map((record) => [record._id, record]));
    const newest = await newestVersions(session, {});
    const ofFiles = await newestVersions(session, { savedBy: null });
    const changed: TemplateContent[] = [];
    let passedOver = 0;
    for (const content of contents) {
      const before = current.get(content._id);
      if (before && saysTheSame(ofFiles.get(content._id), content)) continue;
      if (before && before.publishedBy !== null && content.version <= before.version) {
        log.warn({ templateId: content._id }, 'template.author_version_kept');
        passedOver += 1;
      } else changed.push(content);
    }
    const publishedAt = new Date();
    const records = changed.map((content): PromptTemplateRecord => {
      const version = Math.max((newest.get(content._id)?.version ?? 0) + 1, content.version);
      return { ...content, version, newestVersion: version, publishedBy: null, publishedAt };
    });
    if (records.length > 0) {
      await versions.insertMany(records.map(versionOf), { session });
      await promptTemplates.bulkWrite(records.map(replacing), { session });
    }
    const kept = contents.map(({ _id }) => _id);
    const { deletedCount: removed } = await promptTemplates.deleteMany(
      { _id: { $nin: kept }, publishedBy: null },
      { session },
    );
    return { total: contents.length, changed: changed.length, removed, passedOver };
  });

  /** By template; the highest number of those that fit. */
  async function newestVersions(session: ClientSession, filter: { savedBy?: null }): Promise<Map<string, Newest>> {
    const found = await versions
      .aggregate<Newest & { _id: string }>([
        { $match: filter },
        { $sort: { templateId: 1, version: -1 } },
        {
          $group: {
            _id: '$templateId',
            version: { $first: '$version' },
            title: { $first: '$title' },
            template: { $first: '$template' },
          },
        },
      ])
      .session(session);
    return new Map(found.map(({ _id, ...version }) => [_id, version]));
  }
}

type Newest = Pick<PromptTemplateVersionRecord, 'version' | 'title' | 'template'>;

function versionOf({ _id, version, title, template, publishedAt }: PromptTemplateRecord): PromptTemplateVersionRecord {
  const id = promptTemplateVersionId(_id, version);
  return { _id: id, templateId: _id, version, title, template, savedBy: null, savedAt: publishedAt };
}

function replacing(record: PromptTemplateRecord) {
  return { replaceOne: { filter: { _id: record._id }, replacement: record, upsert: true } };
}

function saysTheSame(version: Newest | undefined, { title, template }: TemplateContent): boolean {
  return version !== undefined && version.title === title && version.template === template;
}
