import type { Connection, mongo } from 'mongoose';
import type { AttemptRecord } from '../../models/attempt.model.js';
import { questionBestId } from '../../models/learner.model.js';
import type { PlayerRecord } from '../../models/player.model.js';
import { type QuestVersionRecord, questVersionId } from '../../models/quest-version.model.js';
import type { ReviewCardRecord } from '../../models/review-card.model.js';
import { questionId } from '../catalogue/public-question.js';
import type { QuestContent } from '../content/content-schema.js';
import { cardAfter } from './cards.js';

/** Cards written at once. */
const BATCH = 500;

/**
 * Makes the cards of answers that were graded before there were cards, as they would be had they been taught at the time.
 * A question that has a card keeps it, so that running again, or beside learners who play, changes nothing. Reads every
 * answer once, learner by learner, by an index. Gives how many cards it made.
 */
export async function backfillCards(connection: Connection): Promise<number> {
  const begunAt = Date.now();
  const contentOf = versionsOf(connection);
  let made = 0;
  let learner: string | null = null;
  let cards = new Map<string, ReviewCardRecord>();
  let attemptsInRun = new Map<string, number>();
  let written: ReviewCardRecord[] = [];

  for await (const attempt of gradedInOrder(connection)) {
    const { userId, questId, questVersion, questionKey, progressId, grade, hintsRevealed, submittedAt: at } = attempt;
    if (userId !== learner) {
      written.push(...cards.values());
      learner = userId;
      cards = new Map();
      attemptsInRun = new Map();
      if (written.length >= BATCH) {
        made += await insertMissing(connection, written);
        written = [];
      }
    }
    const content = await contentOf(questVersionId(questId, questVersion));
    const question = content?.questions.find(({ key }) => key === questionKey);
    // Nothing that could be asked again.
    if (!content || !question) continue;
    const run = `${progressId}|${questionKey}`;
    const attempts = (attemptsInRun.get(run) ?? 0) + 1;
    attemptsInRun.set(run, attempts);
    const id = questionBestId(userId, questionId(questId, questionKey));
    const answered = { userId, questId, questVersion, content, question, grade, attempts, hintsRevealed, at };
    cards.set(id, cardAfter(cards.get(id) ?? null, answered));
  }
  made += await insertMissing(connection, [...written, ...cards.values()]);
  // A deletion that was under way while cards were written may not have seen them. No transaction lasts longer than a minute.
  await forgetDeparted(connection, { leftAt: { $gte: new Date(begunAt - 120_000) } });
  return made;
}

/** Every graded answer, one learner after the other, each one's in the order in which they were given. */
function gradedInOrder(connection: Connection) {
  return connection
    .collection<AttemptRecord>('attempts')
    .find({ state: 'GRADED' })
    .project<Graded>({ answer: 0, boards: 0, achievementsUnlocked: 0, 'grade.tests': 0, 'grade.feedback': 0 })
    .sort({ userId: -1, submittedAt: 1, _id: 1 });
}

type Graded = Pick<
  AttemptRecord,
  'userId' | 'questId' | 'questVersion' | 'questionKey' | 'progressId' | 'grade' | 'hintsRevealed' | 'submittedAt'
>;

function versionsOf(connection: Connection): (id: string) => Promise<QuestContent | null> {
  const known = new Map<string, Promise<QuestContent | null>>();
  return (id) => {
    const found =
      known.get(id) ??
      connection
        .collection<QuestVersionRecord>('quest_versions')
        .findOne({ _id: id })
        .then((version) => version?.content ?? null);
    known.set(id, found);
    return found;
  };
}

async function insertMissing(connection: Connection, cards: readonly ReviewCardRecord[]): Promise<number> {
  if (cards.length === 0) return 0;
  const collection = connection.collection<ReviewCardRecord>('review_cards');
  const { upsertedCount } = await collection.bulkWrite(
    cards.map(({ _id, ...card }) => ({
      updateOne: { filter: { _id }, update: { $setOnInsert: card }, upsert: true },
    })),
    { ordered: false },
  );
  // Whoever deleted their account while this was running stays deleted.
  const userIds = [...new Set(cards.map(({ userId }) => userId))];
  await forgetDeparted(connection, { _id: { $in: userIds }, leftAt: { $type: 'date' } });
  return upsertedCount;
}

async function forgetDeparted(connection: Connection, who: mongo.Filter<PlayerRecord>): Promise<void> {
  const left = await connection.collection<PlayerRecord>('players').find(who).project({ _id: 1 }).toArray();
  if (left.length === 0) return;
  const userIds = left.map(({ _id }) => String(_id));
  await connection.collection('review_cards').deleteMany({ userId: { $in: userIds } });
}
