import type { Owners } from '@doctorpy/service-kit/access';
import { personOf } from '@doctorpy/service-kit/personal-data';
import type { ProgressRecord } from './models/progress.model.js';
import type { AttemptOutcome } from './services/attempt/attempts.js';

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
};

interface Owned {
  userId: string;
}
