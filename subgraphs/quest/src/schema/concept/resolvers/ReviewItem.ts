import type { ReviewItemResolvers } from './../../types.generated.js';

export const ReviewItem: Pick<ReviewItemResolvers, 'about'> = {
  about: ({ card }) => card.concepts.map((id) => ({ id })),
};
