export { migrations } from './migrations/index.js';
export { createRecords, type Records } from './models/records.js';
export { createServer, type QuestServer, type QuestServerDeps } from './server.js';
export { type Clock, systemClock } from './services/clock.js';
export { loadContent } from './services/content/load-content.js';
export { publishContent } from './services/publishing/publish-content.js';
