import type { Connection } from 'mongoose';
import { v7 as uuid } from 'uuid';
import { isDuplicateKey } from '../mongo/index.js';
import type { Producer } from './catalogue.js';
import { relayLeaseModel } from './relay-lease.model.js';

/** Lets one relay of a producer work at a time, so that events keep their order. */
export interface RelayLease {
  /** Takes or renews the lease; false when another relay holds it. */
  acquire(): Promise<boolean>;
  /** Gives the lease back if it is still ours. */
  release(): Promise<void>;
}

/** How long a relay that died keeps the others waiting. */
const LEASE_MS = 5_000;

/**
 * A lease in Mongo. Clocks of two machines may disagree, and a paused process may outlive its lease: then two relays
 * work at once for a moment, which doubles an event in the stream (consumers absorb it) and never loses one.
 */
export function createRelayLease({ connection, producer }: { connection: Connection; producer: Producer }): RelayLease {
  const leases = relayLeaseModel(connection);
  const holder = uuid();
  return {
    async acquire() {
      const now = Date.now();
      try {
        await leases.updateOne(
          { _id: producer, $or: [{ holder }, { expiresAt: { $lt: new Date(now) } }] },
          { $set: { holder, expiresAt: new Date(now + LEASE_MS) } },
          { upsert: true },
        );
        return true;
      } catch (error) {
        // The upsert found nothing to update and could not insert either: somebody else's lease is there.
        if (isDuplicateKey(error)) return false;
        throw error;
      }
    },
    async release() {
      await leases.deleteOne({ _id: producer, holder });
    },
  };
}
