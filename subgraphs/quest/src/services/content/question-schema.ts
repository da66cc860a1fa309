import { z } from 'zod';

const text = z.string().trim().min(1, 'is empty: write it, in French');
const english = z.string().trim().min(1, 'is empty: write it in English, or remove it to fall back on French');
const code = z
  .string()
  .refine((value) => value.trim() !== '', 'is empty: write its text')
  .overwrite((value) => value.trimEnd());

/** Stable short id of a choice or item within its question (`a`, `b`, `c`…): learners' stored answers refer to it. */
const itemId = z
  .string()
  .regex(/^[a-z][a-z0-9]{0,7}$/, 'must be a short lower-case id such as a, b or c: it is stored with answers');

const hint = z.strictObject({ text, en: z.strictObject({ text: english }).optional() });

const namedMistake = { feedback: text, en: z.strictObject({ feedback: english }).optional() };

/** What every question has, whatever its type. `feedback` answers a wrong answer that nothing more precise matches. */
const base = {
  key: z.string().regex(/^q[1-9][0-9]?$/, 'must be q1, q2, q3…: it is unique within the quest and never changes'),
  prompt: text.describe('Markdown, in French.'),
  points: z.int().positive('must be a whole number above 0'),
  hints: z.array(hint).default([]).describe('Revealed one by one, from the vaguest to the most precise.'),
  explanation: text.describe('Markdown; shown once the question is settled: says why, not only what.'),
  maxAttempts: z.int().positive('must be a whole number above 0, or absent for no limit').optional(),
};
const englishBase = { prompt: english.optional(), explanation: english.optional() };
const englishWithFeedback = { ...englishBase, feedback: english.optional() };
const feedback = text.describe('Said on a wrong answer that no named mistake matches; never gives the answer away.');

const item = z.strictObject({ id: itemId, text, en: z.strictObject({ text: english }).optional() });

const choice = z.strictObject({
  id: itemId,
  text,
  feedback: text.optional().describe('Said when this choice is a wrong answer; every wrong choice has one.'),
  en: z.strictObject({ text: english.optional(), feedback: english.optional() }).optional(),
});

/** One right choice. `answer` is its id. A wrong choice answers with its own `feedback`. */
export const singleChoiceSchema = z.strictObject({
  type: z.literal('singleChoice'),
  ...base,
  choices: z.array(choice).min(2, 'needs at least two choices'),
  answer: itemId.describe('The id of the one right choice.'),
  en: z.strictObject(englishBase).optional(),
});

/** One or more right choices, in any order. `feedback` is for an answer that only misses right choices. */
export const multipleChoiceSchema = z.strictObject({
  type: z.literal('multipleChoice'),
  ...base,
  choices: z.array(choice).min(2, 'needs at least two choices'),
  answer: z.array(itemId).min(1, 'needs the id of at least one right choice'),
  feedback,
  en: z.strictObject(englishWithFeedback).optional(),
});

const blank = z.strictObject({
  accepted: z.array(code).min(1, 'needs at least one accepted text'),
  mistakes: z.array(z.strictObject({ answer: code, ...namedMistake })).default([]),
});

/**
 * A text with one `___` for each blank; `blanks` are in the order of the template.
 * Case counts; spaces around do not, nor does the style of quotes unless a mistake names it.
 */
export const fillInSchema = z.strictObject({
  type: z.literal('fillIn'),
  ...base,
  template: code.describe('Holds one ___ (three underscores) for each blank.'),
  blanks: z.array(blank).min(1, 'needs at least one blank'),
  feedback,
  en: z.strictObject(englishWithFeedback).optional(),
});

const orderingItem = z.strictObject({
  id: itemId,
  text: code,
  distractor: z.boolean().default(false).describe('True for an item that belongs to no solution.'),
  feedback: text.optional().describe('Distractors only: said when the learner keeps it.'),
  en: z.strictObject({ text: english.optional(), feedback: english.optional() }).optional(),
});

/**
 * Items to put in order, listed as the learner first sees them.
 * A solution names every item but the distractors once, in the form in which learners answer: `a`, or `1:a` (indent:item)
 * when `indented`.
 */
export const orderingSchema = z.strictObject({
  type: z.literal('ordering'),
  ...base,
  items: z.array(orderingItem).min(2, 'needs at least two items'),
  indented: z.boolean().default(false).describe('True when the learner also chooses how deep each line is indented.'),
  solutions: z.array(z.array(z.string())).min(1, 'needs at least one solution'),
  mistakes: z
    .array(z.strictObject({ answer: z.array(z.string()), ...namedMistake }))
    .default([])
    .describe('Whole orders, in the form of solutions.'),
  feedback,
  en: z.strictObject(englishWithFeedback).optional(),
});

/** Pairs to find: `answer` maps each left id to its right id. Right items may be more than left ones. */
export const matchingSchema = z.strictObject({
  type: z.literal('matching'),
  ...base,
  left: z.array(item).min(2, 'needs at least two items'),
  right: z.array(item).min(2, 'needs at least two items'),
  answer: z.record(itemId, itemId).describe('Left id → right id, for each left item.'),
  mistakes: z
    .array(z.strictObject({ left: itemId, right: itemId, ...namedMistake }))
    .default([])
    .describe('Wrong pairs with a feedback of their own.'),
  feedback,
  en: z.strictObject(englishWithFeedback).optional(),
});

/** What does this program print? Compared with spaces at line ends and blank lines at the end left out, case kept. */
export const predictOutputSchema = z.strictObject({
  type: z.literal('predictOutput'),
  ...base,
  code,
  output: code.describe('Exactly what python3 prints.'),
  mistakes: z.array(z.strictObject({ answer: code, ...namedMistake })).default([]),
  feedback,
  en: z.strictObject(englishWithFeedback).optional(),
});

/** Python code, right when its syntax tree equals that of any of `accepted`; `mistakes` are found the same way. */
export const codeSchema = z.strictObject({
  type: z.literal('code'),
  ...base,
  starterCode: code.optional(),
  visibleTests: z.array(code).default([]).describe('Python expressions, shown to the learner, true of a right answer.'),
  accepted: z.array(code).min(1, 'needs at least one accepted solution'),
  mistakes: z.array(z.strictObject({ code, ...namedMistake })).default([]),
  feedback,
  en: z.strictObject(englishWithFeedback).optional(),
});

/** Any question, told apart by `type`. */
export const questionSchema = z.discriminatedUnion('type', [
  singleChoiceSchema,
  multipleChoiceSchema,
  fillInSchema,
  orderingSchema,
  matchingSchema,
  predictOutputSchema,
  codeSchema,
]);

/** A validated question, answer key included: never send one to a learner as it is. */
export type QuestionContent = z.infer<typeof questionSchema>;

/** The kinds of question. */
export type QuestionType = QuestionContent['type'];

/** A validated question of one kind. */
export type QuestionOfType<T extends QuestionType> = Extract<QuestionContent, { type: T }>;
