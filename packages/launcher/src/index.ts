export { LaunchError, reasonOf } from './errors.js';
export { cacheFolder, dataFolder, repositoryRoot } from './paths.js';
export { type Child, type ChildExit, startChild } from './process/child.js';
export { type Leash, leash } from './process/leash.js';
export { type RunResult, run } from './process/run.js';
export type { Report } from './report.js';
export { cachedFolder } from './servers/cache.js';
export { type FindOptions, findMongod } from './servers/find-mongod.js';
export { findOllama, ollamaAtHand } from './servers/find-ollama.js';
export { findRedisServer } from './servers/find-redis-server.js';
export { type MongoOptions, startMongo } from './servers/mongo.js';
export { type OllamaOptions, type OllamaServer, startOllama } from './servers/ollama.js';
export { findOnPath } from './servers/path-search.js';
export { type RedisOptions, startRedis } from './servers/redis.js';
export type { RunningServer } from './servers/running-server.js';
export { unpackWheel } from './servers/wheel.js';
export { admin } from './start/admin.js';
export { demoEmails } from './start/demo.js';
export { ragIndex } from './start/rag-index.js';
export { readSecrets, type Secrets } from './start/secrets.js';
export {
  type NetworkService,
  networkServices,
  readSettings,
  type Settings,
  type Topology,
  topologies,
} from './start/settings.js';
export { start } from './start/start.js';
export { type Supergraph, type SupergraphOptions, startSupergraph } from './start/supergraph.js';
export { type ServiceDefinition, type SupervisedService, supervise } from './supervision/supervise.js';
export { waitUntil } from './wait-until.js';
