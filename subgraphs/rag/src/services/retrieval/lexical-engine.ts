import { analyse } from './analysis.js';
import { blend } from './blend.js';
import { createLexicalIndex, fits, type LexicalResult } from './bm25f.js';
import { type ConfidenceFeatures, confidenceFeatures, confidenceOf, createElsewhere } from './confidence.js';
import { answerable, confidenceModel } from './confidence-model.js';
import type { Passage, SearchOptions, SearchResult } from './engine.js';
import { type FollowUpFeatures, followUpConfidence, followUpFeatures } from './follow-up.js';
import { type FollowUpCues, followUpCues } from './follow-up-cues.js';
import { answerableFollowUp } from './follow-up-model.js';
import { createGlossary, type Vocabulary } from './glossary.js';
import { pastedError } from './pasted-error.js';
import { type RankingSettings, rankingSettings } from './settings.js';
import { isSmallTalk } from './small-talk.js';
import type { VectorIndex } from './vector-index.js';

/** What an index is made of. */
export interface EngineParts {
  passages: readonly Passage[];
  /** Names the state of the passages. */
  version: number;
  vocabulary: Vocabulary;
  /** Vectors of the passages, by their place; left out, words alone decide. */
  vectors?: VectorIndex | null;
  settings?: RankingSettings;
}

/** What is told to a search beside its options. */
export interface SearchExtras {
  /** The question's vector, of the model of the passages'. */
  vector?: Float32Array | null;
  /** Share of the similarity of vectors in the score, from 0 to 1. */
  vectorWeight?: number;
}

/** An index over a fixed set of passages in this thread. Searching is synchronous. */
export interface LexicalEngine {
  readonly size: number;
  readonly version: number;
  search(query: string, options: SearchOptions, extras?: SearchExtras): SearchResult;
  /** What the confidence in a question rests on, for tuning; null when it says nothing. */
  features(query: string): ConfidenceFeatures | null;
  /** Whether the question names something that is not Python's, or is said to the assistant itself. */
  isElsewhere(query: string): boolean;
  /** What the confidence in a follow-up rests on, for tuning. */
  followUp(query: string, following: readonly string[]): FollowUp;
}

/** A question seen as a follow-up; `features` is null when it says nothing of its own. */
export interface FollowUp {
  cues: FollowUpCues;
  isElsewhere: boolean;
  features: FollowUpFeatures | null;
}

/** Measured best on French questions with small models: more, and weak vectors outvote the words. */
export const usualVectorWeight = 0.3;

/** Builds an engine. */
export function createLexicalEngine(parts: EngineParts): LexicalEngine {
  const { passages, version, vocabulary, vectors = null, settings = rankingSettings } = parts;
  const index = createLexicalIndex(passages, createGlossary(vocabulary.entries, vocabulary.everyday), settings);
  const namesOther = createElsewhere(vocabulary.elsewhere, (name) => {
    const terms = analyse(name);
    return terms.length > 0 && terms.every((term) => index.isHeaded(term));
  });
  // `import pandas` in a pasted program is no question about pandas.
  const isElsewhere = (query: string) => {
    const said = pastedError(query)?.around ?? query;
    return namesOther(said) || isSmallTalk(said);
  };

  return {
    size: passages.length,
    version,
    isElsewhere,
    features: (query) => confidenceFeatures(index.search(query, {}, 1)),
    followUp,
    search(
      query,
      { filters = {}, limit, nearest = false, following = [] },
      { vector, vectorWeight = usualVectorWeight } = {},
    ) {
      const semantic = vectors && vector ? vectors.nearest(vector, (place) => isIn(place)) : [];
      const found = index.search(
        query,
        filters,
        limit,
        semantic.map(({ place }) => place),
        following,
      );
      const confidence =
        following.length === 0 ? confidenceIn(query, found) : confidenceInFollowUp(followUp(query, following, found));
      const floor = following.length === 0 ? answerable : answerableFollowUp;
      if (confidence < floor && !nearest) return { hits: [], confidence, version };
      const hits = semantic.length === 0 ? found.candidates : blend(found.candidates, semantic, index, vectorWeight);
      return { hits: hits.slice(0, limit), confidence, version };

      function isIn(place: number): boolean {
        const passage = passages[place];
        return passage !== undefined && fits(passage, filters);
      }
    },
  };

  function confidenceIn(query: string, found: LexicalResult): number {
    return confidenceOf(isElsewhere(query) ? null : confidenceFeatures(found), confidenceModel);
  }

  function followUp(
    query: string,
    following: readonly string[],
    { clauses, candidates } = index.search(query, {}, 1, [], following),
  ): FollowUp {
    const cues = followUpCues(query);
    const alone = confidenceIn(query, index.search(query, {}, 1));
    return { cues, isElsewhere: isElsewhere(query), features: followUpFeatures(clauses, candidates, alone) };
  }
}

function confidenceInFollowUp({ cues, isElsewhere, features }: FollowUp): number {
  return isElsewhere ? 0 : followUpConfidence(features, cues);
}
