import { onOnePlatform } from './support/shared-platform.js';
// First: its two learners are the only ones on the leaderboard.
import './everyday/story.js';
import './everyday/live-transports.js';

onOnePlatform();
