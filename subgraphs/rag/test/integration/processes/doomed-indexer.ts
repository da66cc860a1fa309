import { createOutbox } from '@doctorpy/service-kit/events';
import { silentLogger } from '@doctorpy/service-kit/logging';
import { connectMongo } from '@doctorpy/service-kit/mongo';
import { createModels } from '../../../src/models/index.js';
import { createFileIndexing } from '../../../src/services/indexing/files/file-indexing.js';
import { createIndexing } from '../../../src/services/indexing/indexing.js';

/** Indexes a folder as the command does, up to a point of its work at which it says so and waits to be killed. */
const [mongoUrl = '', database = '', folder = '', point = ''] = process.argv.slice(2);
const connection = await connectMongo({ url: mongoUrl, database, log: silentLogger() });
const models = createModels(connection);
const outbox = createOutbox({ connection, producer: 'rag' });

const targets: Record<string, [object, string]> = {
  versioned: [models.indexState, 'updateOne'],
  deleted: [models.passages, 'deleteMany'],
  inserted: [models.passages, 'insertMany'],
  described: [models.documents, 'replaceOne'],
  announced: [outbox, 'append'],
};
const [object, method] = targets[point] ?? [];
if (object && method) {
  const original: (...args: unknown[]) => Promise<unknown> = Reflect.get(object, method);
  Object.assign(object, {
    [method]: async (...args: unknown[]) => {
      await original.apply(object, args);
      const session: unknown = args.map((arg) => Object(arg).session ?? arg).find((arg) => Object(arg).id?.id);
      const id: string = Object(session).id.id.toString('hex');
      process.stdout.write(`reached ${point} in session ${id}\n`);
      return new Promise(() => undefined);
    },
  });
}
const indexing = createIndexing({ connection, models, outbox, deliverEvents: () => undefined });
const options = { tags: [], category: null, language: null, kind: null, prune: false, dryRun: false };
await createFileIndexing({ indexing, models }).index([folder], options, () => {
  process.stdout.write('reached committed\n');
  process.kill(process.pid, 'SIGKILL');
});
