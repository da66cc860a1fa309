import { z } from 'zod';
import { code, english, french, lessonPlace, stdin } from './authored-text.js';
import { drawSchema } from './draw-schema.js';

const pythonName = z.string().regex(/^[^\W\d]\w*$/u, 'must be a Python name such as moyenne');

/** Calls of one function with arguments drawn at random, which must do what the reference does. */
const randomCalls = z.strictObject({
  call: pythonName.describe('The name of the function.'),
  args: z.array(drawSchema).min(1, 'needs at least one argument to draw'),
  runs: z.int().min(1).max(100).optional().describe('How many calls; 25 when absent.'),
});

/**
 * One check of a program that was run: of a `call`, of a `variable`, of `random` calls, or, with none of them, of what the
 * program prints. What states no expectation (`expect`, `raises`, `stdout`) must do what the reference does.
 */
export const codeTestSchema = z.strictObject({
  call: code.optional().describe('A Python expression evaluated after the program: moyenne([10, 14])'),
  variable: pythonName.optional().describe('A variable that the program must create.'),
  random: randomCalls.optional().describe('The learner is shown the smallest arguments that fail.'),
  given: code.optional().describe('Python run before the program: notes = [12, 15, 9]'),
  stdin: stdin.optional().describe('Lines typed at input(), in order.'),
  expect: code.optional().describe('A Python literal, quoted for YAML: "12.0", "True", "[1, 2]", \'"Zoé"\'.'),
  raises: z
    .string()
    .regex(/^[A-Za-z_]\w*$/, 'must be the name of an exception such as ValueError')
    .optional(),
  stdout: z.string().optional().describe('What is printed: by the call if there is one, else by the program.'),
  tolerance: z.number().min(0).optional().describe('How far decimal numbers may differ; absent: a rounding error.'),
  anyOrder: z.boolean().optional().describe('True: the order of the elements of the list does not count.'),
  exactType: z.boolean().optional().describe('True: 13 does not stand for 13.0.'),
  output: z
    .enum(['lines', 'exact', 'contains'])
    .optional()
    .describe(
      'How stdout is compared; lines when absent: spaces at line ends and blank lines at the end do not count.',
    ),
  prompts: z.boolean().optional().describe('True: the texts given to input() count as output.'),
  hidden: z
    .boolean()
    .optional()
    .describe('True: the learner is told its name and feedback only. Else it is shown, beforehand too.'),
  name: french.optional().describe('What it checks, in a few words; absent: the call, the variable or a number.'),
  feedback: french.optional().describe('Said when it fails; never gives a solution away.'),
  concept: lessonPlace
    .optional()
    .describe(
      'The lesson that explains what it checks: one of the concepts of the quest, or a place in it: boucle-for#range.',
    ),
  en: z.strictObject({ name: english.optional(), feedback: english.optional() }).optional(),
});

const CONSTRUCTS =
  'for while loop comprehension if elif else ternary match def lambda class return yield try raise with assert import break ' +
  'continue pass global nonlocal del decorator recursion fString slice subscript list dict set tuple augmentedAssignment ' +
  'walrus and or not in';
const NAMED = '(def|call|method|name):[^\\W\\d]\\w*|import:[\\w.]+|operator:(\\+|-|\\*\\*?|//?|%|[=!<>]=|<|>)';

const construct = z
  .string()
  .regex(
    new RegExp(`^(${CONSTRUCTS.replaceAll(' ', '|')}|${NAMED})$`, 'u'),
    'must be a construct such as for, call:sum, method:append, def:moyenne, import:math or operator:+ (see the guide)',
  )
  .describe(`One of: ${CONSTRUCTS}; or def:NAME, call:NAME, method:NAME, import:MODULE, name:NAME, operator:+`);

/** Something that a program must contain, or must not; with a feedback of its own if the usual one says too little. */
export const constructRuleSchema = z.union([
  construct,
  z.strictObject({ construct, feedback: french, en: z.strictObject({ feedback: english }).optional() }),
]);

/** A validated test of a program. */
export type CodeTest = z.infer<typeof codeTestSchema>;
/** A validated rule on what a program contains. */
export type ConstructRule = z.infer<typeof constructRuleSchema>;
