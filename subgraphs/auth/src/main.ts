import { runService } from '@doctorpy/service-kit/lifecycle';
import { createLogger } from '@doctorpy/service-kit/logging';
import { readEnv } from './env.js';
import { startAuth } from './start.js';

const log = createLogger({ service: 'auth', level: process.env.LOG_LEVEL });

await runService(log, () => startAuth(readEnv(), { log }));
