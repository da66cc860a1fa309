import type { Migration } from '@doctorpy/service-kit/mongo';
import { createModels } from '../models/index.js';

/** Finds the document of a file, and the documents of a folder. */
export const indexedFiles: Migration = {
  version: 3,
  name: 'indexed-files',
  async up(connection) {
    const { documents } = createModels(connection);
    await documents.collection.createIndex({ file: 1 }, { sparse: true });
  },
};
