import { runService } from '@doctorpy/service-kit/lifecycle';
import { createLogger } from '@doctorpy/service-kit/logging';
import { readPlatformEnv } from './env.js';
import { startPlatform } from './start.js';

const log = createLogger({ service: 'platform', level: process.env.LOG_LEVEL });

await runService(log, () => startPlatform(readPlatformEnv(process.env)));
