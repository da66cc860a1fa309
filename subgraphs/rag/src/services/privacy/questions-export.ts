import { decodeCursor, encodeCursor } from '@doctorpy/service-kit/pagination';
import { takeWithin } from '@doctorpy/service-kit/personal-data';
import type { AnswerRecord } from '../../models/answer.model.js';
import type { Models } from '../../models/index.js';
import type { AnswerMover } from '../answering/answer-mover.js';

/** Gives learners what rag holds about them, as docs/reference/privacy.md describes it. */
export interface QuestionsExport {
  /** Everything, newest questions first; after a cursor that an earlier call gave, the questions before. */
  of(userId: string, after: string | null): Promise<Record<string, unknown>>;
}

/** The exports of one database. */
export function createQuestionsExport(deps: {
  models: Pick<Models, 'answers' | 'learnerFocus'>;
  mover: Pick<AnswerMover, 'bringIn'>;
}): QuestionsExport {
  const { answers, learnerFocus } = deps.models;
  return {
    async of(userId, after) {
      await deps.mover.bringIn({ userId });
      const [before] = decodeCursor(after, 1) ?? [];
      const found = answers
        .find({ userId, ...(before !== undefined && { _id: { $lt: before } }) })
        .sort({ _id: -1 })
        .lean()
        .cursor({ batchSize: 200 });
      const questions = await takeWithin(mapped(found));
      const last = questions.items.at(-1);
      const next = questions.complete || !last ? null : encodeCursor([last.id]);
      return { ...(before === undefined && { focus: await focusOf(userId) }), questions, next };
    },
  };

  async function focusOf(userId: string) {
    const focus = await learnerFocus.findById(userId).lean();
    if (!focus) return null;
    const { _id, ...known } = focus;
    return known;
  }
}

async function* mapped(answers: AsyncIterable<AnswerRecord>) {
  // What authors see of a question that nothing answered is the question again.
  for await (const { _id: id, userId: _owner, gap: _gap, ...answer } of answers) yield { id, ...answer };
}
