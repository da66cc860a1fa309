import { isDuplicateKey } from '@doctorpy/service-kit/mongo';
import { v7 as uuid } from 'uuid';
import type { Models } from '../../models/index.js';

/** Lets one process at a time make the vectors of a model: two would make the same ones twice. */
export interface EmbeddingLease {
  /** Takes or renews it; false when another process holds it. */
  acquire(model: string): Promise<boolean>;
  /** Gives it back if it is still ours. */
  release(model: string): Promise<void>;
  /** Milliseconds for which it is held without being renewed: how long a process that was killed keeps others waiting. */
  readonly termMs: number;
}

/**
 * A lease in Mongo. A process that was paused may outlive its own: then two embed at once for a moment, which costs
 * time and nothing else, since a vector is stored under the hash of its text.
 */
export function createEmbeddingLease(
  { embeddingLeases }: Pick<Models, 'embeddingLeases'>,
  termMs = 20_000,
): EmbeddingLease {
  const holder = uuid();
  return {
    termMs,
    async acquire(model) {
      const now = Date.now();
      try {
        await embeddingLeases.updateOne(
          { _id: model, $or: [{ holder }, { expiresAt: { $lt: new Date(now) } }] },
          { $set: { holder, expiresAt: new Date(now + termMs) } },
          { upsert: true },
        );
        return true;
      } catch (error) {
        // The upsert found nothing to update and could not insert either: somebody else's lease is there.
        if (isDuplicateKey(error)) return false;
        throw error;
      }
    },
    async release(model) {
      await embeddingLeases.deleteOne({ _id: model, holder });
    },
  };
}
