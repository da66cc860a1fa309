import type { Migration } from '@doctorpy/service-kit/mongo';
import { createModels } from '../models/index.js';

/** Writes down of older sessions that their refresh tokens travel in answers. */
export const sessionTransport: Migration = {
  version: 9,
  name: 'session-transport',
  async up(connection) {
    const { sessions } = createModels(connection);
    await sessions.updateMany({ transport: { $exists: false } }, { $set: { transport: 'HEADER' } });
  },
};
