import { lessonOf } from './authored-text.js';
import type { PlacedProblem } from './check-lists.js';
import { checkQuestion } from './check-question.js';
import type { AchievementContent, CategoryContent, QuestContent, QuestionContent } from './content-schema.js';

/** A validated value and the file it came from. */
export type Sourced<T> = { file: string; value: T };

/** What only one quest file can get wrong: its place, its question keys and its questions. */
export function checkQuest({ file, value: quest }: Sourced<QuestContent>): PlacedProblem[] {
  const problems: PlacedProblem[] = [];
  const place = `quests/${quest.category}/${quest.id}.yaml`;
  if (file !== place) problems.push({ path: ['id'], message: `belongs in ${place}: move the file, or correct the id` });
  const keys = quest.questions.map((question) => question.key);
  quest.questions.forEach((question, index) => {
    if (keys.indexOf(question.key) < index) {
      const path = ['questions', index, 'key'];
      problems.push({ path, message: `${question.key} is already taken: give each question its own key` });
    }
    for (const { path, message } of [...checkQuestion(question), ...foreignConcepts(question, quest.concepts)]) {
      problems.push({ path: ['questions', index, ...path], message });
    }
  });
  return problems;
}

/** What one quest can get wrong about the others: its id, its category and its prerequisites. */
export function checkQuestAmong(
  { file, value: quest }: Sourced<QuestContent>,
  all: Sourced<QuestContent>[],
  categories: CategoryContent[],
): PlacedProblem[] {
  const problems: PlacedProblem[] = [];
  const byId = new Map(all.map(({ value }) => [value.id, value]));
  const namesake = all.find((other) => other.value.id === quest.id && other.file < file);
  if (namesake) problems.push({ path: ['id'], message: `is already the id of ${namesake.file}: choose another one` });
  if (!categories.some((category) => category.id === quest.category)) {
    problems.push({ path: ['category'], message: `${quest.category} is not in categories.yaml: add it or correct it` });
  }
  quest.prerequisites.forEach((id, index) => {
    if (byId.has(id)) return;
    const message = `names ${id}, which no quest file has: correct it or remove it`;
    problems.push({ path: ['prerequisites', index], message });
  });
  if (reaches(quest.id, quest.id, byId)) {
    problems.push({
      path: ['prerequisites'],
      message: `lead back to ${quest.id} itself: remove one link of the cycle`,
    });
  }
  return problems;
}

/** Ids named twice in a list of categories or achievements. */
export function checkUniqueIds(list: (CategoryContent | AchievementContent)[]): PlacedProblem[] {
  return list.flatMap(({ id }, index) =>
    list.findIndex((other) => other.id === id) < index
      ? [{ path: [index, 'id'], message: `${id} is already taken: give each its own id` }]
      : [],
  );
}

/** Quests that achievements name and no file has. */
export function checkNamedQuests(achievements: AchievementContent[], quests: QuestContent[]): PlacedProblem[] {
  const known = new Set(quests.map(({ id }) => id));
  return achievements.flatMap(({ rule }, index) =>
    (rule.kind === 'completed' ? rule.quests : [])
      .filter((id) => !known.has(id))
      .map((id) => ({
        path: [index, 'rule', 'quests'],
        message: `names ${id}, which no quest file has: correct it or remove it`,
      })),
  );
}

/** Quests by category, then prerequisites before what needs them, then by id. Expects checked quests: no cycle. */
export function inLearningOrder(quests: QuestContent[], categories: CategoryContent[]): QuestContent[] {
  const byId = new Map(quests.map((quest) => [quest.id, quest]));
  const rank = (quest: QuestContent) => categories.findIndex((category) => category.id === quest.category);
  return [...quests].sort(
    (left, right) =>
      rank(left) - rank(right) || depth(left, byId) - depth(right, byId) || (left.id < right.id ? -1 : 1),
  );
}

/** Concepts named by a question or its tests that its quest does not list. */
function foreignConcepts(question: QuestionContent, known: string[]): PlacedProblem[] {
  const tests = 'tests' in question ? (question.tests ?? []) : [];
  const named = [
    ...(question.concepts ?? []).map((concept, index) => ({ concept, path: ['concepts', index] })),
    ...tests.map(({ concept }, index) => ({ concept, path: ['tests', index, 'concept'] })),
  ];
  return named
    .filter(({ concept }) => concept !== undefined && !known.includes(lessonOf(concept)))
    .map(({ concept, path }) => ({ path, message: `names ${concept}: use a concept of the quest, or add it there` }));
}

function depth(quest: QuestContent, byId: Map<string, QuestContent>): number {
  const before = quest.prerequisites.flatMap((id) => byId.get(id) ?? []);
  return before.length === 0 ? 0 : 1 + Math.max(...before.map((other) => depth(other, byId)));
}

function reaches(from: string, target: string, byId: Map<string, QuestContent>, seen = new Set<string>()): boolean {
  return (byId.get(from)?.prerequisites ?? []).some((id) => {
    if (id === target) return true;
    if (seen.has(id)) return false;
    seen.add(id);
    return reaches(id, target, byId, seen);
  });
}
