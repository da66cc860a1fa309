export { maxAgeOf, readCacheHints } from './hints.js';
export { tellCacheControl, withWatchedCaller } from './plugin.js';
export { type WatchedCaller, watchCaller } from './watch-caller.js';
