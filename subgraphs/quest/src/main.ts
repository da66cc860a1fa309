import { runService } from '@doctorpy/service-kit/lifecycle';
import { createLogger } from '@doctorpy/service-kit/logging';
import { readEnv } from './env.js';
import { startQuest } from './start.js';

const log = createLogger({ service: 'quest', level: process.env.LOG_LEVEL });

await runService(log, () => startQuest(readEnv(), { log }));
