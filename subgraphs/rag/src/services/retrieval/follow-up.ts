import { confidenceOf, type LogisticModel } from './confidence.js';
import type { ScoredPassage } from './engine.js';
import type { FollowUpCues } from './follow-up-cues.js';
import { followUpModel } from './follow-up-model.js';
import type { Clause } from './query.js';

/** What is known about a question that was understood from what came before; each figure from 0 to 1. */
export interface FollowUpFeatures {
  /** Confidence in the question by itself. */
  alone: number;
  /** Share of what it says itself that stands in the heading, title or tags of one of the first passages. */
  headed: number;
  /** Share of it that no passage holds in any form. */
  unknown: number;
  /** Share that is words of life outside programming. */
  everyday: number;
  /** Share that the first passage holds in its code only. */
  codeOnly: number;
  /** Share of what came before that a passage holds which also holds what is asked. */
  joined: number;
}

/** Weights of the features, and their constant. */
export type FollowUpModel = LogisticModel<FollowUpFeatures>;

/** Passages among which the best is looked for. */
const considered = 5;

/**
 * Takes the features of a follow-up; null when it says nothing of its own ("pourquoi ?").
 * @param clauses of the question and, marked, of what came before
 */
export function followUpFeatures(
  clauses: readonly Clause[],
  candidates: readonly ScoredPassage[],
  alone: number,
): FollowUpFeatures | null {
  const own = clauses.filter(({ isBonus, isContext }) => !isBonus && !isContext);
  const before = clauses.filter(({ isBonus, isContext }) => !isBonus && isContext);
  const asked = sumOf(own);
  if (asked === 0 || Math.max(...own.map(({ factor }) => factor)) < 1) return null;
  const best = candidates.slice(0, considered);
  const share = (
    hit: ScoredPassage,
    of: readonly Clause[],
    fits: (clause: Clause, fields: readonly string[]) => boolean,
  ) => {
    const fields = new Map(hit.matches.map((match) => [match.word, match.fields]));
    const held = of.filter(
      (clause) => !clause.isEveryday && fields.has(clause.word) && fits(clause, fields.get(clause.word) ?? []),
    );
    return sumOf(held) / Math.max(Number.MIN_VALUE, sumOf(of));
  };
  const isAbove = (fields: readonly string[]) => fields.includes('heading') || fields.includes('path');
  const inCode = (fields: readonly string[]) => fields.every((field) => field === 'code');
  return {
    alone,
    headed: Math.max(0, ...best.map((hit) => share(hit, own, (_clause, fields) => isAbove(fields)))),
    unknown: sumOf(own.filter(({ isUnknown, isEveryday }) => isUnknown && !isEveryday)) / asked,
    everyday: sumOf(own.filter(({ isEveryday }) => isEveryday)) / asked,
    codeOnly: best[0] ? share(best[0], own, ({ isNamed }, fields) => !isNamed && inCode(fields)) : 0,
    joined: Math.max(0, ...best.map((hit) => share(hit, own, () => true) * share(hit, before, () => true))),
  };
}

/** Probability that the documents answer a follow-up. One that says nothing of its own is answered when it asks for more. */
export function followUpConfidence(features: FollowUpFeatures | null, cues: FollowUpCues): number {
  if (features === null) return cues.asksMore ? 1 : 0;
  return confidenceOf(features, followUpModel);
}

function sumOf(clauses: readonly Clause[]): number {
  return clauses.reduce((sum, { weight }) => sum + weight, 0);
}
