import type { Migration } from '@doctorpy/service-kit/mongo';
import { createModels } from '../models/index.js';
import { promptTemplateVersionId } from '../models/prompt-template-version.model.js';

/**
 * Templates are told apart by situation as well, and keep their versions. Those that are there came from the content
 * folder, for free questions. Safe to run again after it was interrupted.
 */
export const promptTemplateVersions: Migration = {
  version: 4,
  name: 'prompt-template-versions',
  async up(connection) {
    const { promptTemplates, promptTemplateVersions: versions } = createModels(connection);
    await versions.createCollection();
    await versions.collection.createIndex({ templateId: 1, version: -1 }, { unique: true });

    const savedAt = new Date();
    for (const { _id: templateId, version, title, template } of await promptTemplates.find().lean()) {
      const _id = promptTemplateVersionId(templateId, version);
      const first = { templateId, version, title, template, savedBy: null, savedAt };
      await versions.updateOne({ _id }, { $setOnInsert: first }, { upsert: true });
      await promptTemplates.updateOne(
        { _id: templateId, situation: { $exists: false } },
        { $set: { situation: 'FREE', newestVersion: version, publishedBy: null, publishedAt: savedAt } },
      );
    }
    const indexes = await promptTemplates.collection.indexes();
    if (indexes.some(({ name }) => name === formerIndex)) await promptTemplates.collection.dropIndex(formerIndex);
    await promptTemplates.collection.createIndex(
      { queryType: 1, level: 1, language: 1, situation: 1 },
      { unique: true },
    );
  },
};

const formerIndex = 'queryType_1_level_1_language_1';
