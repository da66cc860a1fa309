// jest runs this file natively, outside its transform: plain JavaScript, and tsx loads the launcher's sources.
import { tsImport } from 'tsx/esm/api';

/** Starts the one throw-away mongod of a test run; each test file takes a database of its own in it. */
export default async function startSharedMongo() {
  const { startMongo } = await tsImport('../../launcher/src/servers/mongo.ts', import.meta.url);
  const server = await startMongo({ report: (line) => console.error(line) });
  process.env.DOCTORPY_TEST_MONGO_URL = server.url;
  globalThis.doctorpySharedMongo = server;
}
