import type { Language } from '@doctorpy/service-kit/caller';
import type { QuestRecord } from '../../models/quest.model.js';
import type { QuestContent } from '../content/content-schema.js';
import { inLanguage } from '../content/localised.js';
import { type PublicQuestion, publicQuestion } from './public-question.js';

/** A published quest as learners see it, in one language. */
export interface QuestView {
  id: string;
  version: number;
  title: string;
  summary: string;
  categoryId: string;
  difficulty: QuestContent['difficulty'];
  estimatedMinutes: number;
  maxScore: number;
  prerequisiteIds: string[];
  questions: PublicQuestion[];
  /** Place in the catalogue. */
  position: number;
}

/** The public face of a quest. */
export function questView(
  { _id, version, position, content }: Pick<QuestRecord, '_id' | 'version' | 'position' | 'content'>,
  language: Language,
): QuestView {
  const { title, summary } = inLanguage<Pick<QuestContent, 'title' | 'summary' | 'en'>>(content, language);
  return {
    id: _id,
    version,
    title,
    summary,
    categoryId: content.category,
    difficulty: content.difficulty,
    estimatedMinutes: content.estimatedMinutes,
    maxScore: maxScoreOf(content),
    prerequisiteIds: content.prerequisites,
    questions: content.questions.map((question) => publicQuestion(_id, question, language)),
    position,
  };
}

/** The most points a run through a quest can earn. */
export function maxScoreOf(content: Pick<QuestContent, 'questions'>): number {
  return content.questions.reduce((sum, question) => sum + question.points, 0);
}
