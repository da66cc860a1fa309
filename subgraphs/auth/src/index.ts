export { type AuthEnv, readEnv } from './env.js';
export { migrations } from './migrations/index.js';
export { type AuthDeps, createServer } from './server.js';
export { startAuth } from './start.js';
