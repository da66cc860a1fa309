import type { CitationRecord } from '../../models/answer.model.js';
import { gapOf } from '../gaps/question-gap.js';
import type { Guard } from '../integrity/integrity.js';
import type { RetrievalEngine, ScoredPassage } from '../retrieval/engine.js';
import type { Told } from './composed-answer.js';
import { isLesson } from './extractive.js';
import { lookedThrough, nearestLessons } from './nearest-lessons.js';
import type { Question } from './question.js';
import type { Sources } from './sources.js';
import { wording } from './wording.js';

/** What is said in place of an answer, and where to read instead. */
export interface Abstaining {
  /** Nothing fits the question. */
  nothingFound(question: Question, engine: RetrievalEngine, guard: Guard): Promise<Told>;
  /** What was found would give away a question of the asker's quest, or nobody can tell whether it would. */
  withheld(question: Question, found: readonly ScoredPassage[], guard: Guard): Promise<Told>;
}

/** Creates Abstaining. */
export function createAbstaining({ citationsOf, openingsOf }: Pick<Sources, 'citationsOf' | 'openingsOf'>): Abstaining {
  return {
    async nothingFound({ query, language }, engine, guard) {
      const near = nearestLessons(await engine.search(query, { limit: lookedThrough, nearest: true }), language);
      const suggestions = (await citationsOf(await guard.quotable(near))).slice(0, mostSuggestions);
      const asked = gapOf(query);
      const words = wording[language];
      const text = asked ? words.nothingFound(titlesOf(suggestions)) : words.nothingAsked;
      return { ...noAnswer, text, suggestions, withheld: false, gap: engine.size > 0 ? asked : null };
    },
    async withheld({ language }, found, guard) {
      const lessons = [
        ...new Set(found.filter(({ passage }) => isLesson(passage)).map(({ passage }) => passage.documentId)),
      ];
      const openings = await guard.quotable(await openingsOf(lessons.slice(0, mostTitles)));
      const words = wording[language];
      const couldAsk = guard.couldAsk();
      const suggestions = couldAsk ? await citationsOf(openings) : [];
      const titles = [...new Set(found.map(({ passage }) => passage.title))].slice(0, mostTitles);
      const text = couldAsk ? words.withheld(titles) : words.unchecked;
      return { ...noAnswer, text, suggestions, withheld: true, gap: null };
    },
  };
}

const noAnswer = { mode: 'NONE_FOUND', model: null, citations: [] as CitationRecord[] } as const;

const mostSuggestions = 3;
const mostTitles = 2;

function titlesOf(citations: readonly CitationRecord[]): string[] {
  return [...new Set(citations.map(({ title }) => title))];
}
