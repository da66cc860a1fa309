export { type QuestEnv, readEnv } from './env.js';
export { migrations } from './migrations/index.js';
export { createServer, type QuestDeps, type QuestServer } from './server.js';
export { startQuest } from './start.js';
