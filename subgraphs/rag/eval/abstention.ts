import type { ConfidenceFeatures, ConfidenceModel } from '../src/services/retrieval/confidence.js';
import { confidenceOf } from '../src/services/retrieval/confidence.js';
import { seededRandom } from './typos.js';

/** A question, whether it should be answered, and what is known about it (null: it is refused without a look). */
export interface Judged {
  query: string;
  answerable: boolean;
  features: ConfidenceFeatures | null;
}

/** How well a threshold tells questions apart. */
export interface Refusals {
  /** Share of off-topic questions that are refused. */
  offTopicRefused: number;
  /** Share of learners' questions that are refused. */
  falseRefusals: number;
}

/** The shares at a threshold. */
export function refusalsAt(
  threshold: number,
  judged: readonly { answerable: boolean; confidence: number }[],
): Refusals {
  const refused = (answerable: boolean) => {
    const group = judged.filter((question) => question.answerable === answerable);
    return group.filter(({ confidence }) => confidence < threshold).length / Math.max(1, group.length);
  };
  return { offTopicRefused: refused(false), falseRefusals: refused(true) };
}

/** Confidences of questions that took no part in the learning: in five parts, each judged by what the other four taught. */
export function heldOutConfidences(
  judged: readonly Judged[],
): { query: string; answerable: boolean; confidence: number }[] {
  const random = seededRandom(7);
  const parts = judged.map(() => Math.floor(random() * folds));
  return Array.from({ length: folds }, (_, part) => part).flatMap((part) => {
    const model = learnConfidence(judged.filter((_, index) => parts[index] !== part));
    const held = judged.filter((_, index) => parts[index] === part);
    return held.map(({ features, ...question }) => ({ ...question, confidence: confidenceOf(features, model) }));
  });
}

/** Logistic regression by descent, with both kinds of questions weighted alike and weights kept small. */
export function learnConfidence(judged: readonly Judged[]): ConfidenceModel {
  const known = judged.flatMap(({ features, answerable }) => (features ? [{ features, answerable }] : []));
  const names = Object.keys(known[0]?.features ?? {}) as (keyof ConfidenceFeatures)[];
  const counts = { yes: known.filter(({ answerable }) => answerable).length, all: known.length };
  const model = Object.fromEntries(['constant', ...names].map((name) => [name, 0])) as Record<string, number>;
  for (let round = 0; round < rounds; round++) {
    const slope: Record<string, number> = {};
    for (const { features, answerable } of known) {
      const share = 0.5 / (answerable ? counts.yes : counts.all - counts.yes);
      const error = (confidenceOf(features, model as ConfidenceModel) - (answerable ? 1 : 0)) * share;
      slope.constant = (slope.constant ?? 0) + error;
      for (const name of names) slope[name] = (slope[name] ?? 0) + error * features[name];
    }
    for (const name of Object.keys(model)) {
      const pull = name === 'constant' ? 0 : smallness * (model[name] ?? 0);
      model[name] = (model[name] ?? 0) - step * ((slope[name] ?? 0) + pull);
    }
  }
  return Object.fromEntries(
    Object.entries(model).map(([name, weight]) => [name, Math.round(weight * 100) / 100]),
  ) as ConfidenceModel;
}

const folds = 5;
const rounds = 4000;
const step = 2;
const smallness = 0.0003;
