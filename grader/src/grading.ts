import type { z } from 'zod';
import type { CheckOutcome, CheckRequest, CompareOutcome, compareRequestSchema } from './contract.js';
import { type CompareEvidence, checkEvidenceSchema, compareEvidenceSchema, type Sighting } from './evidence.js';
import type { EvidenceReader, InterpreterPool } from './pool/pool.js';
import { wordObservation } from './wording/observation.js';
import { explainSyntaxError } from './wording/syntax-hint.js';

/** An accepted solution is itself not Python: nothing can be compared with it. */
export class UnusableSolutionError extends Error {
  readonly index: number;

  constructor(index: number) {
    super(`The accepted solution ${index} is not valid Python.`);
    this.name = 'UnusableSolutionError';
    this.index = index;
  }
}

/** A test of the author's cannot be used: the message says which part of it and why. */
export class UnusableTestError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UnusableTestError';
  }
}

/** Judges programs by reading them. Both methods reject with an InterpreterError when no judgement could be made. */
export interface Grading {
  /** Also throws an UnusableSolutionError. */
  compare(request: z.output<typeof compareRequestSchema>, signal?: AbortSignal): Promise<CompareOutcome>;
  check(request: CheckRequest, signal?: AbortSignal): Promise<CheckOutcome>;
}

/** Puts the rules of evidence around a pool whose program is python/compare.py. */
export function createGrading({ pool }: { pool: InterpreterPool }): Grading {
  return {
    async compare(request, signal) {
      const { submission, accepted, mistakes } = request;
      const read = readEvidence(compareEvidenceSchema, (evidence) => concerns(evidence, request));
      const evidence = await pool.run({ task: 'compare', submission, accepted, mistakes }, read, signal);
      switch (evidence.outcome) {
        case 'MATCH':
        case 'MISTAKE':
          return evidence;
        case 'DIFFERENT':
          return {
            outcome: 'DIFFERENT',
            observations: tellable(evidence.observations, submission).map(wordObservation),
          };
        case 'SYNTAX_ERROR':
          return explainSyntaxError(evidence, submission);
        case 'UNUSABLE_SOLUTION':
          throw new UnusableSolutionError(evidence.index);
      }
    },
    async check({ code }, signal) {
      const evidence = await pool.run({ task: 'check', code }, readEvidence(checkEvidenceSchema), signal);
      return evidence.outcome === 'VALID' ? evidence : explainSyntaxError(evidence, code);
    },
  };
}

/** Drops a sighting that names something the learner did not write. Python reads names in compatibility form (NFKC). */
export function tellable(sightings: readonly Sighting[], submission: string): Sighting[] {
  const written = submission.normalize('NFKC');
  return sightings.filter(({ name }) => name === null || written.includes(name));
}

/** Evidence may only point into the request it answers. */
function concerns(evidence: CompareEvidence, { accepted, mistakes }: z.output<typeof compareRequestSchema>): boolean {
  if ('index' in evidence) return evidence.index < accepted.length;
  return evidence.outcome !== 'MISTAKE' || mistakes.some(({ id }) => id === evidence.id);
}

/** Throws on anything that is not exactly the evidence; keeps an interpreter only if nothing exhausted it. */
export function readEvidence<T extends object>(
  schema: z.ZodType<T>,
  fits: (value: T) => boolean = () => true,
): EvidenceReader<T> {
  return (line) => {
    const value = schema.parse(JSON.parse(line));
    if (!fits(value)) throw new Error('The evidence concerns another request.');
    return { value, reusable: !('error' in value && value.error === 'MemoryError') };
  };
}
