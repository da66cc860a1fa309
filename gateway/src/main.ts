import { runService } from '@doctorpy/service-kit/lifecycle';
import { createLogger } from '@doctorpy/service-kit/logging';
import { readEnv } from './env.js';
import { startGateway } from './start.js';

const log = createLogger({ service: 'gateway', level: process.env.LOG_LEVEL });

await runService(log, () => startGateway(readEnv(), { log }));
