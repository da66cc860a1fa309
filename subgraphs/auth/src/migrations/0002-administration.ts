import type { Migration } from '@doctorpy/service-kit/mongo';
import { searchKey } from '../models/account.model.js';
import { createModels } from '../models/index.js';

/** Makes the audit log, and gives every account the key its display name is searched by. */
export const administration: Migration = {
  version: 2,
  name: 'administration',
  async up(connection) {
    const { accounts, auditLog } = createModels(connection);
    await auditLog.createCollection();
    await auditLog.createIndexes();
    for await (const { _id, displayName } of accounts.find({ nameKey: null }, { displayName: 1 }).lean()) {
      const keyed = { $set: { nameKey: searchKey(displayName) } };
      await accounts.updateOne({ _id, displayName }, keyed, { timestamps: false });
    }
    await accounts.createIndexes();
  },
};
