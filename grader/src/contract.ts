import { z } from 'zod';

/** A sentence for the learner in both languages. Code the learner may recognise stands between backticks. */
export const localisedSchema = z.strictObject({ fr: z.string().min(1), en: z.string().min(1) });
export type Localised = z.infer<typeof localisedSchema>;

/** The longest program that is read, in Unicode characters. */
export const MAX_CODE_CHARACTERS = 10_000;
/** The largest request body, in bytes. */
export const MAX_BODY_BYTES = 256 * 1024;

/** A program, or a part of one. */
export const codeSchema = z
  .string()
  .refine((text) => text.length <= 2 * MAX_CODE_CHARACTERS && [...text].length <= MAX_CODE_CHARACTERS, {
    error: `A program holds at most ${MAX_CODE_CHARACTERS} characters.`,
    params: { code: 'TOO_LONG' },
  });

/** What `POST /compare` takes: one submission, the solutions that are right, and known mistakes to recognise. */
export const compareRequestSchema = z.strictObject({
  submission: codeSchema,
  accepted: z.array(codeSchema).min(1).max(50),
  mistakes: z
    .array(z.strictObject({ id: z.string().min(1).max(200), code: codeSchema }))
    .max(50)
    .default([]),
});
export type CompareRequest = z.input<typeof compareRequestSchema>;

/** What `POST /check` takes. */
export const checkRequestSchema = z.strictObject({ code: codeSchema });
export type CheckRequest = z.infer<typeof checkRequestSchema>;

/** Why a program is not Python; each has its own hint. Grows; a client treats one it does not know as OTHER. */
export const SYNTAX_KINDS = [
  'TYPOGRAPHIC_QUOTES',
  'INVALID_CHARACTER',
  'PROMPT_COPIED',
  'MISSING_INDENT',
  'UNEXPECTED_INDENT',
  'INCONSISTENT_INDENT',
  'TABS_AND_SPACES',
  'UNCLOSED_BRACKET',
  'UNMATCHED_BRACKET',
  'UNCLOSED_STRING',
  'PRINT_WITHOUT_PARENTHESES',
  'ELSE_IF',
  'ELSE_WITH_CONDITION',
  'ELSE_WITHOUT_IF',
  'KEYWORD_CASE',
  'FRENCH_KEYWORD',
  'ASSIGNMENT_IN_CONDITION',
  'INCREMENT_OPERATOR',
  'FOREIGN_OPERATOR',
  'MISSING_COLON',
  'KEYWORD_AS_NAME',
  'INVALID_NAME',
  'REVERSED_ASSIGNMENT',
  'INVALID_TARGET',
  'LEADING_ZEROS',
  'NUMBER_TOO_LONG',
  'MISSING_COMMA',
  'OUTSIDE_FUNCTION',
  'OUTSIDE_LOOP',
  'F_STRING',
  'INCOMPLETE',
  'TOO_NESTED',
  'OTHER',
] as const;
export type SyntaxKind = (typeof SYNTAX_KINDS)[number];

/** What can be told of a different program without giving a solution away. Grows like SYNTAX_KINDS. */
export const OBSERVATION_KINDS = [
  'EMPTY',
  'COMPARES_INSTEAD_OF_ASSIGNING',
  'PRINTS_INSTEAD_OF_ASSIGNING',
  'PRINTS_INSTEAD_OF_RETURNING',
  'INCREMENT_WITHOUT_EFFECT',
  'WRONG_NAME_CASE',
  'WRONG_NAME_ACCENT',
  'UNEXPECTED_NAME',
  'CALL_WITHOUT_PARENTHESES',
  'DECIMAL_COMMA',
  'MISSING_QUOTES',
  'TYPE_OF_VALUE_DIFFERS',
  'VALUE_DIFFERS',
  'TEXT_NEARLY_EQUAL',
  'OPERATOR_DIFFERS',
  'EXTRA_STATEMENT',
  'MISSING_STATEMENT',
  'WRONG_ORDER',
  'MISSING_ASSIGNMENT',
  'MISSING_CALL',
  'MISSING_CONDITION',
  'MISSING_FUNCTION',
  'MISSING_IMPORT',
  'MISSING_LOOP',
  'MISSING_RETURN',
  'LINE_DIFFERS',
] as const;
export type ObservationKind = (typeof OBSERVATION_KINDS)[number];

/** One fact about the submission; `line` (from 1) is the submission's, null when nothing in it can be pointed at. */
export const observationSchema = z.strictObject({
  kind: z.enum(OBSERVATION_KINDS),
  line: z.int().min(1).nullable(),
  text: localisedSchema,
});
export type Observation = z.infer<typeof observationSchema>;

const syntaxErrorSchema = z.strictObject({
  outcome: z.literal('SYNTAX_ERROR'),
  /** From 1, as editors count; the column in characters. */
  line: z.int().min(1),
  column: z.int().min(1),
  kind: z.enum(SYNTAX_KINDS),
  hint: localisedSchema,
});
export type SyntaxErrorOutcome = z.infer<typeof syntaxErrorSchema>;

/** What `POST /compare` answers with status 200. `index` is into `accepted`, `id` one of `mistakes`. */
export const compareOutcomeSchema = z.discriminatedUnion('outcome', [
  z.strictObject({ outcome: z.literal('MATCH'), index: z.int().min(0) }),
  z.strictObject({ outcome: z.literal('MISTAKE'), id: z.string() }),
  z.strictObject({ outcome: z.literal('DIFFERENT'), observations: z.array(observationSchema) }),
  syntaxErrorSchema,
]);
export type CompareOutcome = z.infer<typeof compareOutcomeSchema>;

/** What `POST /check` answers with status 200. */
export const checkOutcomeSchema = z.discriminatedUnion('outcome', [
  z.strictObject({ outcome: z.literal('VALID') }),
  syntaxErrorSchema,
]);
export type CheckOutcome = z.infer<typeof checkOutcomeSchema>;

/** Failures of the grader itself: the submission was not judged, and may be tried again. */
export const INFRASTRUCTURE_CODES = ['DEADLINE', 'CRASHED', 'MALFORMED_EVIDENCE', 'OVERLOADED', 'CLOSED'] as const;
/** Requests the grader will never accept: the caller's mistake, not the learner's. */
export const REFUSAL_CODES = [
  'BAD_REQUEST',
  'SUBMISSION_TOO_LONG',
  'UNUSABLE_SOLUTION',
  'UNUSABLE_TEST',
  'BODY_TOO_LARGE',
  'UNSUPPORTED_MEDIA_TYPE',
  'NOT_FOUND',
  'METHOD_NOT_ALLOWED',
] as const;

/** What every status but 200 carries on the two POST endpoints. Never a verdict. */
export const failureSchema = z.discriminatedUnion('outcome', [
  z.strictObject({ outcome: z.literal('INFRASTRUCTURE'), code: z.enum(INFRASTRUCTURE_CODES), message: z.string() }),
  z.strictObject({ outcome: z.literal('REFUSED'), code: z.enum(REFUSAL_CODES), message: z.string() }),
]);
export type Failure = z.infer<typeof failureSchema>;
export type RefusalCode = (typeof REFUSAL_CODES)[number];
