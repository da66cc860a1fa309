import { z } from 'zod';
import { codeSchema, localisedSchema, observationSchema, SYNTAX_KINDS } from './contract.js';

/** The most tests of one question. */
export const MAX_TESTS = 50;
/** Inputs drawn for a random test, unless it says otherwise, and at most. */
export const DEFAULT_RANDOM_RUNS = 25;
export const MAX_RANDOM_RUNS = 100;

const bounds = z.tuple([z.number(), z.number()]).refine(([low, high]) => low <= high, 'starts above its end');
const wholeBounds = z.tuple([z.int(), z.int()]).refine(([low, high]) => low <= high, 'starts above its end');
const length = z
  .tuple([z.int().min(0).max(200), z.int().min(0).max(200)])
  .refine(([low, high]) => low <= high, 'starts above its end');

/** How an argument of a random test is drawn. Bounds are inclusive; sizes grow from the smallest case. */
export type Generator =
  | { int: [number, number] }
  | { float: [number, number]; decimals?: number | undefined }
  | { bool: true }
  | { text: string; length: [number, number] }
  | { oneOf: string[] }
  | { list: Generator; length: [number, number] }
  | { tuple: Generator[] }
  | { dict: { keys: Generator; values: Generator }; length: [number, number] };

export const generatorSchema: z.ZodType<Generator> = z.lazy(() =>
  z.union([
    z.strictObject({ int: wholeBounds }),
    z.strictObject({ float: bounds, decimals: z.int().min(0).max(10).optional() }),
    z.strictObject({ bool: z.literal(true) }),
    z.strictObject({ text: z.string().min(1), length }),
    z.strictObject({ oneOf: z.array(z.string().min(1).max(500)).min(1).max(50) }),
    z.strictObject({ list: generatorSchema, length }),
    z.strictObject({ tuple: z.array(generatorSchema).max(10) }),
    z.strictObject({ dict: z.strictObject({ keys: generatorSchema, values: generatorSchema }), length }),
  ]),
);

const expression = z.string().trim().min(1).max(1_000);
const identifier = z.string().regex(/^[\p{L}_][\p{L}\p{N}_]*$/u, 'must be a name');

/** One test of a question; README.md says what each field does. */
export const testSchema = z
  .strictObject({
    call: expression.optional(),
    variable: identifier.optional(),
    random: z
      .strictObject({
        call: identifier,
        args: z.array(generatorSchema).max(6),
        runs: z.int().min(1).max(MAX_RANDOM_RUNS).default(DEFAULT_RANDOM_RUNS),
      })
      .optional(),
    given: codeSchema.optional(),
    stdin: z.array(z.string().max(1_000)).max(100).optional(),
    expect: expression.optional(),
    raises: identifier.optional(),
    stdout: z.string().max(10_000).optional(),
    tolerance: z.number().min(0).optional(),
    anyOrder: z.boolean().default(false),
    exactType: z.boolean().default(false),
    output: z.enum(['lines', 'exact', 'contains']).default('lines'),
    prompts: z.boolean().default(false),
    hidden: z.boolean().default(false),
    name: localisedSchema.optional(),
    hint: localisedSchema.optional(),
  })
  .superRefine((test, context) => {
    const looked = [test.call, test.variable, test.random].filter((field) => field !== undefined).length;
    const wrong = (message: string) => context.addIssue({ code: 'custom', message });
    if (looked > 1) wrong('looks at more than one of call, variable and random');
    if (test.expect !== undefined && test.raises !== undefined) wrong('expects both a value and an exception');
    if (test.expect !== undefined && test.call === undefined && test.variable === undefined) {
      wrong('has `expect` without a `call` or a `variable` to have that value');
    }
    if (test.variable !== undefined && (test.stdout !== undefined || test.raises !== undefined)) {
      wrong('looks at a variable: it can only state `expect`');
    }
    if (test.random && (test.expect ?? test.raises ?? test.stdout) !== undefined) {
      wrong('draws its inputs: only the reference can say what is right');
    }
  });
export type GraderTest = z.input<typeof testSchema>;
export type CheckedTest = z.output<typeof testSchema>;

/** What `POST /grade` takes. */
export const gradeRequestSchema = z
  .strictObject({
    submission: codeSchema,
    accepted: z.array(codeSchema).max(50).default([]),
    mistakes: z
      .array(z.strictObject({ id: z.string().min(1).max(200), code: codeSchema }))
      .max(50)
      .default([]),
    tests: z.array(testSchema).max(MAX_TESTS).default([]),
    reference: codeSchema.optional(),
    requires: z.array(z.string().min(1).max(100)).max(20).default([]),
    forbids: z.array(z.string().min(1).max(100)).max(20).default([]),
    seed: z.int().min(0).max(0xffff_ffff).optional(),
  })
  .refine(({ accepted, tests }) => accepted.length + tests.length > 0, 'has neither accepted solutions nor tests');
export type GradeRequest = z.input<typeof gradeRequestSchema>;
export type CheckedGradeRequest = z.output<typeof gradeRequestSchema>;

/** What `POST /run` takes: code of an author, whom we trust with the clock but no further. */
export const runRequestSchema = z.strictObject({
  code: codeSchema,
  given: codeSchema.optional(),
  stdin: z.array(z.string().max(1_000)).max(100).default([]),
  evaluate: z.array(expression).max(50).default([]),
});
export type RunRequest = z.input<typeof runRequestSchema>;
export type CheckedRunRequest = z.output<typeof runRequestSchema>;

/** Why a test was not passed. INFRASTRUCTURE is never among a grade's: that is a GraderUnavailableError. */
export const FAILURE_CAUSES = [
  'WRONG_RESULT',
  'EXCEPTION',
  'SYNTAX',
  'TIMEOUT',
  'MEMORY',
  'OUTPUT',
  'RECURSION',
  'INFRASTRUCTURE',
] as const;
export type FailureCause = (typeof FAILURE_CAUSES)[number];

/** What became of one test; input, expected and actual are Python notation or text, and null when it is hidden. */
export const testReportSchema = z.strictObject({
  /** Into the request's tests. */
  index: z.int().min(0),
  name: localisedSchema,
  hidden: z.boolean(),
  passed: z.boolean(),
  cause: z.enum(FAILURE_CAUSES).nullable(),
  message: localisedSchema.nullable(),
  input: z.string().nullable(),
  expected: z.string().nullable(),
  actual: z.string().nullable(),
});
export type TestReport = z.infer<typeof testReportSchema>;

/** A rule that the submission breaks; `line` is that of a forbidden construct. */
export const brokenRuleSchema = z.strictObject({
  rule: z.enum(['requires', 'forbids']),
  construct: z.string(),
  line: z.int().min(1).nullable(),
  message: localisedSchema,
});
export type BrokenRule = z.infer<typeof brokenRuleSchema>;

/** What `POST /grade` answers with status 200. */
export const gradeOutcomeSchema = z.strictObject({
  verdict: z.enum(['CORRECT', 'INCORRECT']),
  /** The rung of the ladder that decided. */
  stage: z.enum(['SYNTAX', 'ACCEPTED', 'MISTAKE', 'TESTS', 'CONSTRUCTS', 'COMPARISON']),
  cause: z.enum(FAILURE_CAUSES).nullable(),
  message: localisedSchema.nullable(),
  acceptedIndex: z.int().min(0).nullable(),
  mistakeId: z.string().nullable(),
  syntax: z.strictObject({ line: z.int().min(1), column: z.int().min(1), kind: z.enum(SYNTAX_KINDS) }).nullable(),
  observations: z.array(observationSchema),
  constructs: z.array(brokenRuleSchema),
  tests: z.array(testReportSchema),
});
export type GradeOutcome = z.infer<typeof gradeOutcomeSchema>;

/** What `POST /run` answers with status 200. */
export const runOutcomeSchema = z.strictObject({
  stdout: z.string(),
  cause: z.enum(FAILURE_CAUSES).nullable(),
  error: z
    .strictObject({
      type: z.string(),
      message: z.string(),
      line: z.int().min(1).nullable(),
      explanation: localisedSchema,
    })
    .nullable(),
  values: z.array(
    z.strictObject({
      expression: z.string(),
      /** In Python's notation. */
      value: z.string().nullable(),
      error: z.strictObject({ type: z.string(), message: z.string() }).nullable(),
    }),
  ),
});
export type RunOutcome = z.infer<typeof runOutcomeSchema>;
