export { type RagEnv, readEnv } from './env.js';
export { migrations } from './migrations/index.js';
export { createServer, type RagDeps } from './server.js';
export { startRag } from './start.js';
