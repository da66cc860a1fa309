import type { ClientSession, Connection } from 'mongoose';
import { inTransaction, isDuplicateKey } from '../mongo/index.js';
import { type ProcessedEventRecord, processedEventModel } from './processed-event.model.js';

/** Runs the effects of one consumer group. */
export interface EffectRunner {
  /**
   * Runs `effect` and remembers the event in one transaction, so the effect happens once however often the event
   * comes. Returns `repeated`, without running anything, when it was remembered already.
   */
  once(eventId: string, effect: (session: ClientSession) => Promise<void>): Promise<'done' | 'repeated'>;
}

/** The runner of a group, in the database where its effects land. */
export function createEffectRunner({ connection, group }: { connection: Connection; group: string }): EffectRunner {
  const processed = processedEventModel(connection);
  return {
    async once(eventId, effect) {
      if (await processed.exists({ group, eventId })) return 'repeated';
      const record: ProcessedEventRecord = { group, eventId, processedAt: new Date() };
      try {
        await inTransaction(connection, async (session) => {
          // First the mark, then the effect: a second consumer with the same event stops here.
          await processed.insertMany([record], { session });
          await effect(session);
        });
        return 'done';
      } catch (error) {
        if (await markedByAnother(error, { group, eventId })) return 'repeated';
        throw error;
      }
    },
  };

  async function markedByAnother(error: unknown, mark: { group: string; eventId: string }): Promise<boolean> {
    // The effect may hit a unique index of its own, so the code alone does not tell whose duplicate it was.
    return isDuplicateKey(error) && (await processed.exists(mark)) !== null;
  }
}
