import { type QuestVersionRecord, questVersionId } from '../../models/quest-version.model.js';
import type { ReviewCardRecord } from '../../models/review-card.model.js';
import type { Catalogue } from '../catalogue/catalogue.js';
import type { QuestContent, QuestionContent } from '../content/content-schema.js';
import { withConcepts } from '../progress/question-progress.js';

/** A question as review asks it, answer key included. */
export interface Asked {
  question: QuestionContent;
  content: QuestContent;
  questVersion: number;
}

/**
 * What review asks for each card, in their order: the question in the newest version of its quest or, when that has none of
 * its key any more, in the version in which it was answered last. Two queries, however many cards.
 */
export async function askedFor(
  catalogue: Pick<Catalogue, 'newestOf' | 'versions'>,
  cards: readonly ReviewCardRecord[],
): Promise<Asked[]> {
  const newest = new Map<string, Version>();
  for (const quest of await catalogue.newestOf(cards.map(({ questId }) => questId))) newest.set(quest.id, quest);
  const ids = cards.flatMap((card) => (find(newest.get(card.questId), card) ? [] : [versionIdOf(card)]));
  const older = new Map<string, QuestVersionRecord>();
  if (ids.length > 0) for (const version of await catalogue.versions(ids)) older.set(version._id, version);
  return cards.map((card) => {
    const asked = find(newest.get(card.questId), card) ?? find(older.get(versionIdOf(card)), card);
    if (!asked) throw new Error(`question ${card.questionId} of ${versionIdOf(card)} is missing`);
    return asked;
  });
}

type Version = Pick<QuestVersionRecord, 'version' | 'content'>;

function find(quest: Version | undefined, { questionKey }: ReviewCardRecord): Asked | null {
  const question = quest?.content.questions.find(({ key }) => key === questionKey);
  return quest && question
    ? { question: withConcepts(question, quest.content), content: quest.content, questVersion: quest.version }
    : null;
}

function versionIdOf({ questId, questVersion }: ReviewCardRecord): string {
  return questVersionId(questId, questVersion);
}
