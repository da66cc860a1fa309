import { onOnePlatform } from './support/shared-platform.js';
import './school/review.js';
import './school/lesson-of-a-failed-test.js';
import './school/authoring.js';
import './school/administration.js';
import './school/observability.js';
import './school/explorer.js';

onOnePlatform(async () => ({ environment: { LOG_LEVEL: 'debug', GATEWAY_RATE_LIMIT_PER_MINUTE: '100000' } }));
