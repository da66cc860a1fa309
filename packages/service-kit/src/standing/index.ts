export { type Subject, stampKey } from './keys.js';
export { createStamps, type StampLives, type Stamps } from './stamps.js';
