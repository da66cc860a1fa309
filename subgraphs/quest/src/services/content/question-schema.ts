import { z } from 'zod';
import { code, english, lessonSlug, stdin, french as text } from './authored-text.js';
import { codeTestSchema, constructRuleSchema } from './code-test-schema.js';

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
  concepts: z
    .array(lessonSlug)
    .min(1, 'is empty: remove it, or name a concept of the quest')
    .optional()
    .describe('Which of the concepts of the quest it trains; all of them when absent.'),
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

/**
 * The prompt states something; the learner says whether it is true, and why: one reason of several. The right verdict with
 * a wrong reason earns half. `feedback` is for the wrong verdict; a wrong reason answers with its own.
 */
export const trueFalseSchema = z.strictObject({
  type: z.literal('trueFalse'),
  ...base,
  answer: z.boolean().describe('Whether the statement of the prompt is true.'),
  reasons: z.array(choice).min(2, 'needs at least two reasons'),
  reason: itemId.describe('The id of the one right reason.'),
  feedback,
  en: z.strictObject(englishWithFeedback).optional(),
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

/** What stands for a blank in the text of a fill-in. */
export const BLANK = '___';

/**
 * A text with one `___` for each blank; `blanks` are in the order of the template.
 * Case counts; spaces that Python does not mind and the style of quotes do not, unless a mistake names them.
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
  stdin: stdin.optional().describe('Lines typed at input(); shown to the learner.'),
  output: code.describe('Exactly what python3 prints.'),
  mistakes: z.array(z.strictObject({ answer: code, ...namedMistake })).default([]),
  feedback,
  en: z.strictObject(englishWithFeedback).optional(),
});

const explanationStep = z.strictObject({
  prompt: text.describe('A question about the error: where, why, what to change…'),
  choices: z.array(choice).min(2, 'needs at least two choices'),
  answer: itemId.describe('The id of the one right choice.'),
  en: z.strictObject({ prompt: english }).optional(),
});

/**
 * A program and the error that it ends with; the learner explains it, one choice a step, each step earning its share.
 * A wrong choice answers with its own `feedback`.
 */
export const explainErrorSchema = z.strictObject({
  type: z.literal('explainError'),
  ...base,
  code,
  stdin: stdin.optional().describe('Lines typed at input(); shown to the learner.'),
  error: code.describe("The last line that python3 prints: NameError: name 'prix' is not defined"),
  steps: z.array(explanationStep).min(1, 'needs at least one step').max(4, 'has too many steps: four at most'),
  en: z.strictObject(englishBase).optional(),
});

/** What grades a program, written from nothing or repaired. */
const gradedCode = {
  accepted: z
    .array(code)
    .min(1, 'needs at least one accepted solution')
    .describe('The first one is the reference. With tests, any other program that passes them is right too.'),
  mistakes: z.array(z.strictObject({ code, ...namedMistake })).default([]),
  tests: z.array(codeTestSchema).min(1, 'is empty: remove it, or write a test').optional(),
  requires: z.array(constructRuleSchema).min(1, 'is empty: remove it, or write a rule').optional(),
  forbids: z.array(constructRuleSchema).min(1, 'is empty: remove it, or write a rule').optional(),
  feedback,
  en: z.strictObject(englishWithFeedback).optional(),
};

/**
 * A program to write. It is right when its syntax tree equals that of any of `accepted`, or when it passes all of `tests`
 * and keeps to `requires` and `forbids`. `mistakes` are found by syntax tree.
 */
export const codeSchema = z.strictObject({
  type: z.literal('code'),
  ...base,
  starterCode: code.optional(),
  visibleTests: z.array(code).default([]).describe('Python expressions, shown to the learner, true of a right answer.'),
  ...gradedCode,
});

/** A broken program to repair, graded like a program to write. */
export const repairCodeSchema = z.strictObject({
  type: z.literal('repairCode'),
  ...base,
  code: code.describe('The broken program: what the learner starts from.'),
  ...gradedCode,
});

/** Any question, told apart by `type`. */
export const questionSchema = z.discriminatedUnion('type', [
  singleChoiceSchema,
  multipleChoiceSchema,
  trueFalseSchema,
  fillInSchema,
  orderingSchema,
  matchingSchema,
  predictOutputSchema,
  explainErrorSchema,
  codeSchema,
  repairCodeSchema,
]);

/** A validated question, answer key included: never send one to a learner as it is. */
export type QuestionContent = z.infer<typeof questionSchema>;

/** The kinds of question. */
export type QuestionType = QuestionContent['type'];

/** A validated question of one kind. */
export type QuestionOfType<T extends QuestionType> = Extract<QuestionContent, { type: T }>;
