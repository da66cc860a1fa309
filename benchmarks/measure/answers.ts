import { randomUUID } from 'node:crypto';
import type { Actor } from '../../subgraphs/quest/src/services/actor.js';
import { actorOf, type MeasuredQuest } from './quest-services.js';

/** An answer that can be submitted: the first one of its learner to its question. */
export interface Prepared {
  readonly actor: Actor;
  readonly submission: { progressId: string; questionId: string; answer: string[]; idempotencyKey: string };
}

/**
 * The right answers of a new learner to every single-choice question there is, in runs that are under way. Sending one writes all
 * that a right answer writes, since no two of them are for one question.
 */
export async function prepareAnswers({ services, content }: MeasuredQuest): Promise<Prepared[]> {
  const actor = actorOf(randomUUID());
  const prepared: Prepared[] = [];
  for (const quest of content.quests) {
    const choices = quest.questions.flatMap((question) => (question.type === 'singleChoice' ? [question] : []));
    if (choices.length === 0) continue;
    const { _id: progressId } = await services.progresses.start(actor, quest.id);
    for (const { key, answer } of choices) {
      const questionId = `${quest.id}:${key}`;
      prepared.push({ actor, submission: { progressId, questionId, answer: [answer], idempotencyKey: randomUUID() } });
    }
  }
  return prepared;
}
