import { runService } from '@doctorpy/service-kit/lifecycle';
import { createLogger } from '@doctorpy/service-kit/logging';
import { readEnv } from './env.js';
import { startRag } from './start.js';

const log = createLogger({ service: 'rag', level: process.env.LOG_LEVEL });

await runService(log, () => startRag(readEnv(), { log }));
