import { inTransaction, isDuplicateKey } from '@doctorpy/service-kit/mongo';
import type { ClientSession, Connection } from 'mongoose';

/** More than the unique keys that one sign-in writes. */
const TRIES = 4;

/**
 * Runs `work` in a transaction, again when somebody else was first to write one of its unique keys: it then finds what
 * they wrote.
 */
export async function inTransactionOfFirst<T>(
  connection: Connection,
  work: (transaction: ClientSession) => Promise<T>,
): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await inTransaction(connection, work);
    } catch (error) {
      if (!isDuplicateKey(error) || tries === TRIES) throw error;
    }
  }
}
