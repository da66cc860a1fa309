import { type ConfidenceFeatures, confidenceOf, type LogisticModel } from '../src/services/retrieval/confidence.js';
import { seededRandom } from './typos.js';

/** A question, whether it should be answered, and what is known about it (null: it is refused without a look). */
export interface Judged<Features = ConfidenceFeatures> {
  query: string;
  answerable: boolean;
  features: Features | null;
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
export function heldOutConfidences<Features extends object>(
  judged: readonly Judged<Features>[],
): { query: string; answerable: boolean; confidence: number }[] {
  const random = seededRandom(7);
  const parts = judged.map(() => Math.floor(random() * folds));
  return Array.from({ length: folds }, (_, part) => part).flatMap((part) => {
    const model = learnConfidence(judged.filter((_, index) => parts[index] !== part));
    const held = judged.filter((_, index) => parts[index] === part);
    return held.map(({ features, ...question }) => ({
      ...question,
      confidence: confidenceOf(numbers(features), model),
    }));
  });
}

/** Logistic regression by descent, with both kinds of questions weighted alike and weights kept small. */
export function learnConfidence<Features extends object>(judged: readonly Judged<Features>[]): LogisticModel<Features> {
  const known = judged.flatMap(({ features, answerable }) =>
    features ? [{ features: numbers(features), answerable }] : [],
  );
  const names = Object.keys(known[0]?.features ?? {});
  const rows = known.map(({ features }) => Float64Array.from([1, ...names.map((name) => features?.[name] ?? 0)]));
  const answered = known.filter(({ answerable }) => answerable).length;
  const shares = known.map(({ answerable }) => 0.5 / (answerable ? answered : known.length - answered));
  const weights = new Float64Array(names.length + 1);
  const slope = new Float64Array(names.length + 1);
  for (let round = 0; round < rounds; round++) {
    slope.fill(0);
    rows.forEach((row, index) => {
      let sum = 0;
      for (let at = 0; at < row.length; at++) sum += (row[at] ?? 0) * (weights[at] ?? 0);
      const error = (1 / (1 + Math.exp(-sum)) - (known[index]?.answerable ? 1 : 0)) * (shares[index] ?? 0);
      for (let at = 0; at < row.length; at++) slope[at] = (slope[at] ?? 0) + error * (row[at] ?? 0);
    });
    for (let at = 0; at < weights.length; at++) {
      const pull = at === 0 ? 0 : smallness * (weights[at] ?? 0);
      weights[at] = (weights[at] ?? 0) - step * ((slope[at] ?? 0) + pull);
    }
  }
  const rounded = Array.from(weights, (weight) => Math.round(weight * 100) / 100);
  return Object.fromEntries(
    ['constant', ...names].map((name, at) => [name, rounded[at] ?? 0]),
  ) as LogisticModel<Features>;
}

function numbers(features: object | null): Record<string, number> | null {
  return features as Record<string, number> | null;
}

const folds = 5;
const rounds = 4000;
const step = 2;
const smallness = 0.0003;
