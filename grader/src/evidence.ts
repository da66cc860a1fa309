import { z } from 'zod';
import { OBSERVATION_KINDS } from './contract.js';

/**
 * The shapes of what the guest writes. Its output is evidence, not truth: whatever is not exactly one of these is
 * an infrastructure error, and the interpreter that wrote it is thrown away.
 */
export const faultSchema = z.strictObject({
  outcome: z.literal('SYNTAX_ERROR'),
  error: z.string(),
  message: z.string().max(300),
  line: z.int().min(1),
  column: z.int().min(1),
});

/** A parser's complaint: the exception's class (`RecursionError` for a program nested too deeply) and CPython's words. */
export type Fault = z.infer<typeof faultSchema>;

/** What the value is that stands where another type is expected: a Python type, or the two usual confusions. */
const foundSchema = z.string().max(40).nullish();

const sightingSchema = z.strictObject({
  kind: z.enum(OBSERVATION_KINDS),
  line: z.int().min(1).nullable(),
  /** A name the learner wrote. */
  name: z.string().max(60).nullable(),
  found: foundSchema,
});
export type Sighting = z.infer<typeof sightingSchema>;

/** What reading a submission next to its solutions gives. */
export const comparisonSchema = z.discriminatedUnion('outcome', [
  z.strictObject({ outcome: z.literal('MATCH'), index: z.int().min(0) }),
  z.strictObject({ outcome: z.literal('MISTAKE'), id: z.string() }),
  z.strictObject({ outcome: z.literal('DIFFERENT'), observations: z.array(sightingSchema).max(3) }),
]);
const unusableSolutionSchema = z.strictObject({ outcome: z.literal('UNUSABLE_SOLUTION'), index: z.int().min(0) });

export const compareEvidenceSchema = z.discriminatedUnion('outcome', [
  ...comparisonSchema.options,
  unusableSolutionSchema,
  faultSchema,
]);
export type CompareEvidence = z.infer<typeof compareEvidenceSchema>;

export const checkEvidenceSchema = z.discriminatedUnion('outcome', [
  z.strictObject({ outcome: z.literal('VALID') }),
  faultSchema,
]);
export type CheckEvidence = z.infer<typeof checkEvidenceSchema>;

/** All that reading gives of a submission that may be run next. */
export const reviewEvidenceSchema = z.discriminatedUnion('outcome', [
  z.strictObject({
    outcome: z.literal('READ'),
    comparison: comparisonSchema,
    rules: z.array(
      z.strictObject({
        rule: z.enum(['requires', 'forbids']),
        construct: z.string(),
        line: z.int().min(1).nullable(),
      }),
    ),
    /** Told values, as python/values.py tells them. */
    literals: z.array(z.unknown()),
  }),
  z.strictObject({ outcome: z.literal('UNUSABLE_TEST'), reason: z.string() }),
  unusableSolutionSchema,
  faultSchema,
]);
