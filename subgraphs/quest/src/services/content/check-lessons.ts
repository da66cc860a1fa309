import { existsSync, readFileSync } from 'node:fs';
import { isHeadingAbout } from '@doctorpy/service-kit/headings';
import type { PlacedProblem } from './check-lists.js';
import type { QuestContent } from './content-schema.js';
import type { OpenedContent } from './parse-content.js';

/**
 * Looks up every concept that quests name among the lessons, `<slug>.md` in `lessons`. Returns a line for each that no
 * lesson explains, and for each place that is in none of its headings: `file:line place: what is wrong and what to do`.
 */
export function checkLessons({ content, locate }: OpenedContent, lessons: URL): string[] {
  const headings = createHeadings(lessons);
  return content.quests.flatMap((quest) =>
    namedIn(quest).flatMap(({ concept, path }) => {
      const [slug = '', words] = concept.split('#');
      const found = headings(slug);
      const at = locate(quest.id, path);
      if (!found) return [`${at}: names ${slug}, which is no lesson: write ${slug}.md, or correct it`];
      if (words === undefined || found.some((heading) => isHeadingAbout(heading, words))) return [];
      return [`${at}: no heading of ${slug}.md has the words ${words}: use words of one, or leave #${words} out`];
    }),
  );
}

function namedIn(quest: QuestContent): { concept: string; path: PlacedProblem['path'] }[] {
  const named = (concepts: readonly string[], path: PlacedProblem['path']) =>
    concepts.map((concept, index) => ({ concept, path: [...path, 'concepts', index] }));
  const ofTests = quest.questions.flatMap((question, at) =>
    ('tests' in question ? (question.tests ?? []) : []).flatMap(({ concept }, index) =>
      concept === undefined ? [] : [{ concept, path: ['questions', at, 'tests', index, 'concept'] }],
    ),
  );
  const ofQuestions = quest.questions.flatMap(({ concepts = [] }, at) => named(concepts, ['questions', at]));
  return [...named(quest.concepts, []), ...ofQuestions, ...ofTests];
}

/** Reads the headings of a lesson, once each; null where there is no such file. */
function createHeadings(folder: URL): (slug: string) => string[] | null {
  const known = new Map<string, string[] | null>();
  return (slug) => {
    const file = new URL(`${slug}.md`, folder);
    const before = known.get(slug);
    if (before !== undefined) return before;
    const headings = existsSync(file) ? (readFileSync(file, 'utf8').match(/^##+ .*$/gm) ?? []) : null;
    known.set(slug, headings);
    return headings;
  };
}
