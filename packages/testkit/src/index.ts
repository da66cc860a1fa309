export { codesOf, dataOf } from './answer.js';
export { type ChromiumSearch, type FindChromiumOptions, findChromium } from './find-chromium.js';
export { freePort } from './free-port.js';
export {
  createOllamaModel,
  createOllamaModels,
  type OllamaModels,
  ollamaWeights,
  removeOllamaModel,
} from './ollama-models.js';
export { isUsersOllama, type RealOllama, startRealOllama } from './real-ollama.js';
export {
  answering,
  type Script,
  type ScriptedChat,
  type ScriptedOllama,
  startScriptedOllama,
} from './scripted-ollama.js';
export { startProcess, type TestProcess } from './start-process.js';
export { type GraphQLAnswer, type SubgraphClient, subgraphClient } from './subgraph-client.js';
export { type TestDatabase, testDatabase } from './test-database.js';
export { type ReceivedMail, startTestMailbox, type TestMailbox } from './test-mailbox.js';
export { startTestMongo, startTestRedis, type TestRedis } from './test-servers.js';
export { startTestSupergraph, type TestSupergraph } from './test-supergraph.js';
export { testTopology } from './test-topology.js';
export { type TokenForger, type TokenMode, tokenForger } from './token-forger.js';
export { waitFor } from './wait-for.js';
