export { type Subject, stampKey } from './keys.js';
export { createStamps, type Mark, type StampLives, type Stamps } from './stamps.js';
