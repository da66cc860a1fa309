import { networkOf } from '@doctorpy/service-kit/caller';
import type { Migration } from '@doctorpy/service-kit/mongo';
import { createModels } from '../models/index.js';

/** Gives every session the network it was opened from, so that its owner is known there. */
export const sessionNetworks: Migration = {
  version: 6,
  name: 'session-networks',
  async up(connection) {
    const { sessions } = createModels(connection);
    for await (const { _id, ip } of sessions.find({ network: null }, { ip: 1 }).lean()) {
      await sessions.updateOne({ _id, network: null }, { $set: { network: networkOf(ip) } });
    }
    await sessions.createIndexes();
  },
};
