import { fold } from './analysis.js';
import type { LexicalResult } from './bm25f.js';
import type { ScoredPassage } from './engine.js';

/** What is known about a question and the best that was found for it; each figure from 0 to 1. */
export interface ConfidenceFeatures {
  /** Share of the question's information that one of the first passages holds. */
  coverage: number;
  /** The same, counting only words that the documents are about (headings, tags, several documents, glossary). */
  onTopic: number;
  /** The same, counting only names of programming: the glossary's words, operators, identifiers. */
  named: number;
  /** The same, counting only what stands in its heading, title or tags. */
  headed: number;
  /** Share that no passage holds in any form. */
  unknown: number;
  /** Share of the question's pairs of neighbouring words that one of the first passages holds as neighbours. */
  together: number;
  /** 1 when one of the first passages says in prose nearly all that the question says, some of it word by word. */
  whole: number;
  /** The best score as a share of what the best imaginable passage would score. */
  strength: number;
  /** Share that is words of life outside programming: where a passage holds one, it is in an example. */
  everyday: number;
  /** 1 when a word can only mean programming ("print", "while", `==`). */
  technical: number;
  /** 1 when at least two words are names of programming. */
  several: number;
  /** 1 when a heading holds at least two of those. */
  titled: number;
  /** Share that the first passage holds in its code only and that is no name of programming: words of an example. */
  codeOnly: number;
}

/** Weights of features in a logistic regression, and its constant. */
export type LogisticModel<Features> = Readonly<Record<keyof Features | 'constant', number>>;

/** The weights of a question by itself. */
export type ConfidenceModel = LogisticModel<ConfidenceFeatures>;

/** Passages among which the best is looked for: the first is not always the one that covers most. */
const considered = 5;

const nearlyAll = 0.9;

/** Words that are never a topic count less than this. */
const fullWord = 0.5;

/** Score of a passage whose every word were in its heading alone, per rarity: what `strength` is measured against. */
const bestImpact = 2.2;

/** Takes the features of one search, or null when the question says nothing at all. */
export function confidenceFeatures({ clauses, candidates }: LexicalResult): ConfidenceFeatures | null {
  const said = clauses.filter(({ isBonus }) => !isBonus);
  const asked = said.reduce((sum, { weight }) => sum + weight, 0);
  if (asked === 0) return null;
  // "quel temps fait-il": a question of nothing but words that are never a topic says little, wherever they are found.
  const substance = Math.max(...said.map(({ factor }) => factor));
  const share = (of: (clause: (typeof said)[number]) => boolean) =>
    (substance * said.reduce((sum, clause) => sum + (of(clause) ? clause.weight : 0), 0)) / asked;
  const everyday = new Set(said.flatMap(({ word, isEveryday }) => (isEveryday ? [word] : [])));
  const best = candidates.slice(0, considered).map((hit) => ({
    ...hit,
    matches: hit.matches.filter(({ word }) => !everyday.has(word)),
  }));
  const names = new Set(said.flatMap(({ word, isNamed, factor }) => (isNamed && factor >= fullWord ? [word] : [])));
  const isTechnical = said.some((clause) => clause.isTechnical);
  const isTitled = best.some(
    ({ matches }) => matches.filter(({ word, fields }) => names.has(word) && fields.includes('heading')).length > 1,
  );
  const codeOnly = new Set(
    (best[0]?.matches ?? []).filter(({ fields }) => fields.every((field) => field === 'code')).map(({ word }) => word),
  );
  const proseShare = ({ matches }: ScoredPassage) => {
    const words = new Set(
      matches.filter(({ fields }) => fields.some((field) => field !== 'code')).map(({ word }) => word),
    );
    return share(({ word }) => words.has(word));
  };
  const inFields = (fits: (fields: readonly string[]) => boolean) =>
    Math.max(
      0,
      ...best.map(({ matches }) => {
        const words = new Set(matches.filter(({ fields }) => fits(fields)).map(({ word }) => word));
        return share(({ word }) => words.has(word));
      }),
    );
  return {
    coverage: substance * Math.min(1, Math.max(0, ...best.map(({ coverage }) => coverage))),
    onTopic: Math.max(
      0,
      ...best.map(({ matches }) => {
        const words = new Set(matches.map(({ word }) => word));
        return share(({ word, isTopic }) => isTopic && words.has(word));
      }),
    ),
    named: Math.max(
      0,
      ...best.map(({ matches }) => {
        const words = new Set(matches.map(({ word }) => word));
        return share(({ word, isNamed }) => isNamed && words.has(word));
      }),
    ),
    headed: inFields((fields) => fields.includes('heading') || fields.includes('path')),
    together: Math.max(0, ...best.map(({ together }) => together)),
    whole: best.some((hit) => hit.together > 0 && proseShare(hit) >= nearlyAll) ? 1 : 0,
    unknown: share(({ isUnknown, isEveryday }) => isUnknown && !isEveryday),
    strength: Math.min(1, (best[0] ? lexicalScore(best[0].matches) : 0) / (asked * bestImpact)),
    everyday: share(({ isEveryday }) => isEveryday),
    technical: isTechnical ? 1 : 0,
    several: names.size > 1 ? 1 : 0,
    titled: isTitled ? 1 : 0,
    codeOnly: share(({ word, isNamed }) => !isNamed && codeOnly.has(word)),
  };
}

/** Probability that the documents answer the question. */
export function confidenceOf<Name extends string>(
  features: Readonly<Record<Name, number>> | null,
  model: Readonly<Record<Name | 'constant', number>>,
): number {
  if (features === null) return 0;
  let sum = model.constant;
  for (const name of Object.keys(features) as Name[]) sum += model[name] * features[name];
  return 1 / (1 + Math.exp(-sum));
}

/**
 * Recognises questions about what is not Python's.
 * @param names as in `content/glossary/elsewhere.yaml`
 * @param isSubject whether a document is about it after all
 */
export function createElsewhere(
  names: readonly string[],
  isSubject: (name: string) => boolean,
): (query: string) => boolean {
  const foreign = names.map(fold).filter((name) => !isSubject(name));
  const words = new Set(foreign.filter((name) => /^[a-z]+$/.test(name)));
  const phrases = foreign.filter((name) => !words.has(name));
  return (query) => {
    const folded = ` ${fold(query).replace(/[’'?!,;:…]|\.(?=\s|$)/g, ' ')} `;
    if (phrases.some((name) => folded.includes(` ${name} `))) return true;
    return (folded.match(/[a-z]+/g) ?? []).some((word) => words.has(word) || words.has(word.replace(/s$/, '')));
  };
}

function lexicalScore(matches: LexicalResult['candidates'][number]['matches']): number {
  return matches.reduce((sum, { score }) => sum + score, 0);
}
