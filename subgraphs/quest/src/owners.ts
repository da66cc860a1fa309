import type { Owners } from '@doctorpy/service-kit/access';
import { personOf } from '@doctorpy/service-kit/personal-data';
import type { ProgressRecord } from './models/progress.model.js';
import type { AttemptOutcome } from './services/attempt/attempts.js';
import type { ReviewItemView } from './services/review/queue.js';
import type { ReviewOutcome } from './services/review/reviews.js';

/** Whose an object is, for every type with fields that are only its owner's business. */
export const ownerOf: Owners = {
  User: ({ id }: { id: string }) => id,
  PersonalData: ({ id }: { id: string }) => personOf(id),
  PrivacySettings: ({ userId }: Owned) => userId,
  LearningDay: ({ userId }: Owned) => userId,
  QuestProgress: ({ userId }: ProgressRecord) => userId,
  QuestProgressConnection: ({ userId }: Owned) => userId,
  QuestProgressEdge: ({ userId }: Owned) => userId,
  QuestionProgress: ({ userId }: Owned) => userId,
  AnswerResult: ({ attempt }: AttemptOutcome) => attempt.userId,
  TestOutcome: ({ userId }: Owned) => userId,
  QuestRecommendation: ({ userId }: Owned) => userId,
  LearningAnalytics: ({ userId }: Owned) => userId,
  ActivityDay: ({ userId }: Owned) => userId,
  ProgressWeek: ({ userId }: Owned) => userId,
  ConceptMastery: ({ userId }: Owned) => userId,
  ReviewItem: ({ card }: ReviewItemView) => card.userId,
  ReviewItemConnection: ({ userId }: Owned) => userId,
  ReviewItemEdge: ({ userId }: Owned) => userId,
  ReviewResult: ({ review }: ReviewOutcome) => review.userId,
};

interface Owned {
  userId: string;
}
