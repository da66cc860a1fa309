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
 * put a version in use.
 */
export async function publishTemplates(
  { promptTemplates, promptTemplateVersions: versions }: Pick<Models, 'promptTemplates' | 'promptTemplateVersions'>,
  contents: readonly TemplateContent[],
  log: Logger,
): Promise<TemplatesReport> {
  const report: TemplatesReport = { total: contents.length, changed: 0, removed: 0, passedOver: 0 };
  for (const content of contents) {
    const done = await inTransaction(promptTemplates.db, (session) => publish(content, session));
    if (done !== 'same') report[done] += 1;
    if (done === 'passedOver') log.warn({ templateId: content._id }, 'template.author_version_kept');
  }
  const kept = contents.map(({ _id }) => _id);
  const gone = await promptTemplates.find({ _id: { $nin: kept }, publishedBy: null }, { _id: 1 }).lean();
  for (const { _id } of gone) {
    // Its versions stay: their numbers must not come again with another text, should the template come back.
    await promptTemplates.deleteOne({ _id });
    report.removed += 1;
  }
  return report;

  async function publish(content: TemplateContent, session: ClientSession): Promise<'same' | 'changed' | 'passedOver'> {
    const { _id, version: wanted, title, template } = content;
    const current = await promptTemplates.findById(_id).session(session).lean();
    const newest = await newestOf({ templateId: _id }, session);
    const newestOfFile = await newestOf({ templateId: _id, savedBy: null }, session);
    if (current && newestOfFile && saysTheSame(newestOfFile, content)) return 'same';
    if (current && current.publishedBy !== null && wanted <= current.version) return 'passedOver';

    const version = Math.max((newest?.version ?? 0) + 1, wanted);
    const publishedAt = new Date();
    const saved: PromptTemplateVersionRecord = {
      _id: promptTemplateVersionId(_id, version),
      templateId: _id,
      version,
      title,
      template,
      savedBy: null,
      savedAt: publishedAt,
    };
    const record: PromptTemplateRecord = {
      ...content,
      version,
      newestVersion: version,
      publishedBy: null,
      publishedAt,
    };
    await versions.insertMany([saved], { session });
    await promptTemplates.replaceOne({ _id }, record, { session, upsert: true });
    return 'changed';
  }

  function newestOf(filter: { templateId: string; savedBy?: null }, session: ClientSession) {
    return versions.findOne(filter).sort({ version: -1 }).session(session).lean();
  }
}

function saysTheSame(version: PromptTemplateVersionRecord, { title, template }: TemplateContent): boolean {
  return version.title === title && version.template === template;
}
