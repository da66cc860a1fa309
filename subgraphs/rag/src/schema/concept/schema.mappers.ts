import type { LessonPassage } from '../../services/lesson/lesson-passages.js';

/** What resolvers of Concept start from: rag knows nothing of a concept but the name that quests give it. */
export interface ConceptMapper {
  id: string;
}
/** What resolvers of LessonPassage start from. */
export type LessonPassageMapper = LessonPassage;
