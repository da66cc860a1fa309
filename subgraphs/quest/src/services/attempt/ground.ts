import type { ClientSession, Model } from 'mongoose';
import type { Models } from '../../models/index.js';
import { type LearnerRecord, type QuestionBestRecord, questionBestId } from '../../models/learner.model.js';
import type { ProgressRecord } from '../../models/progress.model.js';
import type { ReviewCardRecord } from '../../models/review-card.model.js';

/** What a learner has on a question by now; null where there is nothing yet. */
export interface Held {
  best: QuestionBestRecord | null;
  card: ReviewCardRecord | null;
}

/** What an answer builds on; null where there is nothing yet. */
export interface Ground extends Held {
  progress: ProgressRecord;
  learner: LearnerRecord | null;
}

/** Of whom, in which run, about which question. */
export interface GroundOf {
  userId: string;
  progressId: string;
  /** The public id. */
  questionId: string;
}

/** Reads what an answer builds on, inside its transaction, by one command of Mongo instead of four. */
export function createGroundReader(models: Pick<Models, 'progress' | 'learners' | 'questionBests' | 'reviewCards'>) {
  // Past mongoose, which would look through the pipeline for what to cast.
  const runs = models.progress.db.collection(models.progress.collection.collectionName);
  /** @returns null when there is no such run */
  return async (session: ClientSession, { userId, progressId, questionId }: GroundOf): Promise<Ground | null> => {
    const onQuestion = questionBestId(userId, questionId);
    const [ground] = await runs
      .aggregate<Ground>(
        [
          ...onlyOne(progressId),
          { $replaceWith: { progress: '$$ROOT' } },
          joined(models.learners, userId, 'learner'),
          joined(models.questionBests, onQuestion, 'best'),
          joined(models.reviewCards, onQuestion, 'card'),
          { $set: Object.fromEntries(['learner', 'best', 'card'].map((name) => [name, firstOf(name)])) },
        ],
        { session },
      )
      .toArray();
    return ground ?? null;
  };
}

function joined<T>(model: Model<T>, id: string, as: keyof Ground) {
  return { $lookup: { from: model.collection.collectionName, pipeline: onlyOne(id), as } };
}

function onlyOne(id: string) {
  return [{ $match: { _id: { $eq: id } } }];
}

function firstOf(name: string) {
  return { $ifNull: [{ $first: `$${name}` }, null] };
}
