import { onOnePlatform } from './support/shared-platform.js';
// First: its learner is the first on the leaderboard.
import './faults/subgraphs.js';
import './faults/gateway.js';
import './faults/supervision.js';

onOnePlatform(async () => ({
  environment: { GATEWAY_SUBGRAPH_TIMEOUT_MS: '2000', GATEWAY_RATE_LIMIT_PER_MINUTE: '100000000' },
}));
