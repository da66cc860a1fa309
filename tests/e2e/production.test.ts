import { APP, pagesPort } from './production/origins.js';
import { onOnePlatform } from './support/shared-platform.js';
import './production/public-door.js';
import './production/browser-session.js';
import './production/browser-session-in-chromium.js';

onOnePlatform(async () => ({
  environment: {
    NODE_ENV: 'production',
    TRUSTED_PROXIES: '127.0.0.0/8,::1',
    CORS_ORIGINS: `${APP},http://localhost:${pagesPort}`,
    GATEWAY_RATE_LIMIT_PER_MINUTE: '100000',
    AUTH_REGISTER_LIMIT_PER_IP: '1000',
  },
}));
