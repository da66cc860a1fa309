import { randomUUID } from 'node:crypto';
import { mongo } from 'mongoose';

/** A database of one test file in the run's shared mongod (a real replica set: transactions and change streams work). */
export interface TestDatabase {
  /** The server's address, without a database name (as in DATABASE_URL). */
  readonly url: string;
  /** The database's name, unique in the run (as in DATABASE_NAME). */
  readonly database: string;
  /** Removes the database and all in it. Call it last, after every connection of the test is closed. */
  drop(): Promise<void>;
}

/**
 * Gives a fresh, empty database. Works in the `integration` jest project, which starts the shared mongod; throws
 * elsewhere.
 */
export async function testDatabase(): Promise<TestDatabase> {
  const url = process.env.DOCTORPY_TEST_MONGO_URL;
  if (!url) {
    throw new Error('No shared mongod: this test belongs in test/integration, run through jest.');
  }
  const database = `test_${randomUUID().replaceAll('-', '').slice(0, 16)}`;
  return {
    url,
    database,
    async drop() {
      const client = new mongo.MongoClient(url);
      try {
        await client.db(database).dropDatabase();
      } finally {
        await client.close();
      }
    },
  };
}
