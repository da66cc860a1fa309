import { z } from 'zod';
import { english, french, lessonSlug } from './authored-text.js';
import { questionSchema } from './question-schema.js';

export { type QuestionContent, type QuestionOfType, type QuestionType, questionSchema } from './question-schema.js';

/** Authored slugs are public, live in URLs and stored progress, and never change. */
const slug = z.string().regex(/^[a-z][a-z0-9]*(_[a-z0-9]+)*$/, 'must be a slug such as python_variables_101');

/** How hard a quest is, from first steps to mastery. */
export const difficultySchema = z.enum(['BEGINNER', 'INTERMEDIATE', 'ADVANCED']);

/** One quest file: `content/quests/<category>/<id>.yaml`. */
export const questSchema = z.strictObject({
  id: slug,
  version: z.int().positive('must be a whole number from 1; raise it when a published question changes'),
  title: french,
  summary: french,
  category: slug.describe('An id of categories.yaml, and the name of the folder.'),
  difficulty: difficultySchema,
  estimatedMinutes: z.int().positive('must be a whole number of minutes'),
  prerequisites: z.array(slug).default([]).describe('Ids of the quests to finish before.'),
  concepts: z.array(lessonSlug).min(1, 'needs the slug of at least one lesson').describe('Slugs of lessons.'),
  questions: z.array(questionSchema).min(1, 'needs at least one question'),
  en: z.strictObject({ title: english.optional(), summary: english.optional() }).optional(),
});

/** One entry of `content/categories.yaml`; the file's order is the order of display. */
export const categorySchema = z.strictObject({
  id: slug,
  title: french,
  summary: french,
  en: z.strictObject({ title: english.optional(), summary: english.optional() }).optional(),
});

const atLeast = z.int().positive('must be a whole number above 0');

/**
 * When an achievement unlocks by itself. Every rule is a threshold on a number that only the learner's own record decides:
 * - `correctAnswers`: distinct questions answered correctly;
 * - `questsCompleted`: distinct quests completed;
 * - `perfectQuests`: distinct quests completed without a hint or a mistake in any run;
 * - `streakDays`: consecutive days with at least one answer (the longest streak counts);
 * - `score`: total score;
 * - `level`: level reached;
 * - `firstTries`: distinct questions answered right at the very first try, without a hint;
 * - `recoveries`: distinct questions answered right after a mistake;
 * - `answers`: answers submitted, right or wrong;
 * - `minutes`: minutes spent learning;
 * - `completed`: all of the named quests are completed.
 */
export const achievementRuleSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('correctAnswers'), atLeast }),
  z.strictObject({ kind: z.literal('questsCompleted'), atLeast }),
  z.strictObject({ kind: z.literal('perfectQuests'), atLeast }),
  z.strictObject({ kind: z.literal('streakDays'), atLeast }),
  z.strictObject({ kind: z.literal('score'), atLeast }),
  z.strictObject({ kind: z.literal('level'), atLeast }),
  z.strictObject({ kind: z.literal('firstTries'), atLeast }),
  z.strictObject({ kind: z.literal('recoveries'), atLeast }),
  z.strictObject({ kind: z.literal('answers'), atLeast }),
  z.strictObject({ kind: z.literal('minutes'), atLeast }),
  z.strictObject({ kind: z.literal('completed'), quests: z.array(slug).min(1, 'needs at least one quest') }),
]);

/** One entry of `content/achievements.yaml`. `points` measure the badge's prestige. */
export const achievementSchema = z.strictObject({
  id: slug,
  title: french,
  description: french,
  points: z.int().positive('must be a whole number above 0'),
  rule: achievementRuleSchema,
  en: z.strictObject({ title: english.optional(), description: english.optional() }).optional(),
});

/** A validated quest, answer keys included: never send one to a learner as it is. */
export type QuestContent = z.infer<typeof questSchema>;
/** A validated category. */
export type CategoryContent = z.infer<typeof categorySchema>;
/** A validated achievement with the rule that unlocks it. */
export type AchievementContent = z.infer<typeof achievementSchema>;
/** The condition of an automatic achievement. */
export type AchievementRule = z.infer<typeof achievementRuleSchema>;
/** How hard a quest is. */
export type DifficultyContent = z.infer<typeof difficultySchema>;

/** Everything authored: categories in order of display, quests in a learning order, achievements as listed. */
export type Content = {
  categories: CategoryContent[];
  quests: QuestContent[];
  achievements: AchievementContent[];
};
