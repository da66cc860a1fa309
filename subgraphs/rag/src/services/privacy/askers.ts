import type { EventHandlers } from '@doctorpy/service-kit/events';
import type { ClientSession } from 'mongoose';
import { LEFT_KEPT_DAYS } from '../../models/asker.model.js';
import type { Models } from '../../models/index.js';

/** Those who use the assistant, and those who left. */
export interface Askers {
  /**
   * To be called in every transaction that keeps something about somebody: false when their account was deleted, and
   * then nothing may be kept. It collides with a deletion at the same instant.
   */
  admit(session: ClientSession, userId: string): Promise<boolean>;
  /** The same for several at once: those for whom nothing may be kept. */
  refusedOf(session: ClientSession, userIds: readonly string[]): Promise<ReadonlySet<string>>;
  /** What the events of accounts do. */
  handlers: EventHandlers;
}

/** The consumer group under which accounts are followed. */
export const askersGroup = 'rag-askers';

/** Creates Askers over the models. */
export function createAskers({
  answers,
  askers,
  learnerFocus,
  promptTemplates,
  promptTemplateVersions,
}: Models): Askers {
  return {
    async admit(session, userId) {
      const touch = { $inc: { touches: 1 } };
      const asker = await askers
        .findByIdAndUpdate(userId, touch, { session, upsert: true, returnDocument: 'after' })
        .lean();
      return !asker?.leftAt;
    },

    async refusedOf(session, userIds) {
      const touch = { $inc: { touches: 1 } };
      await askers.bulkWrite(
        [...new Set(userIds)].map((_id) => ({ updateOne: { filter: { _id }, update: touch, upsert: true } })),
        { session },
      );
      const left = await askers
        .find({ _id: { $in: [...userIds] }, leftAt: { $ne: null } }, { _id: 1 })
        .session(session)
        .lean();
      return new Set(left.map(({ _id }) => _id));
    },

    handlers: {
      async USER_DELETED({ payload: { userId } }, session) {
        const leftAt = new Date();
        const removeAt = new Date(leftAt.getTime() + LEFT_KEPT_DAYS * 86_400_000);
        await askers.updateOne(
          { _id: userId },
          { $set: { leftAt, removeAt }, $inc: { touches: 1 } },
          { session, upsert: true },
        );
        await answers.deleteMany({ userId }, { session });
        await learnerFocus.deleteOne({ _id: userId }, { session });
        // What they wrote as an author stays, and names nobody.
        await promptTemplates.updateMany({ publishedBy: userId }, { $set: { publishedBy: departed } }, { session });
        await promptTemplateVersions.updateMany({ savedBy: userId }, { $set: { savedBy: departed } }, { session });
      },
    },
  };
}

/** Not null, which says that a file did. */
const departed = 'departed';
