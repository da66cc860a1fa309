export type { ReviewItemView as ReviewItemMapper } from '../../services/review/queue.js';
export type { ReviewOutcome as ReviewResultMapper } from '../../services/review/reviews.js';
