import type { Match, Passage, PassageFilters, ScoredPassage } from './engine.js';
import { fieldNames } from './fields.js';
import { isAskedFor, isLink } from './follow-up-cues.js';
import type { Glossary } from './glossary.js';
import { createInvertedIndex, type InvertedIndex, isOpen, type Postings } from './inverted-index.js';
import { nearness } from './nearness.js';
import { type Clause, parseQuery, type Terms } from './query.js';
import { type RankingSettings, rankingSettings } from './settings.js';
import { createSpelling } from './spelling.js';
import { topOf } from './top-of.js';

/** What a lexical search found, before anything is decided about it. */
export interface LexicalResult {
  clauses: readonly Clause[];
  /** Best first. */
  candidates: readonly ScoredPassage[];
}

/** BM25F over a fixed set of passages; change them by building another. */
export interface LexicalIndex {
  readonly size: number;
  readonly passages: readonly Passage[];
  readonly priors: Float32Array;
  /** Whether a passage that anybody may find has a term in a heading, its title or its tags. */
  isHeaded(term: string): boolean;
  /**
   * @param also places to score as well, whatever they hold
   * @param following what was said before
   */
  search(
    query: string,
    filters: PassageFilters,
    limit: number,
    also?: readonly number[],
    following?: readonly string[],
  ): LexicalResult;
}

/**
 * Passages looked at closely (order of words, explanation) after the quick sum over postings: more than any caller asks
 * for, and few enough to take a fraction of a millisecond.
 */
const looked = 100;

const aboveBits = (1 << fieldNames.indexOf('heading')) | (1 << fieldNames.indexOf('path'));

/** Builds the index: half a second for five thousand passages. Search costs by the length of its words' postings. */
export function createLexicalIndex(
  passages: readonly Passage[],
  glossary: Glossary,
  settings: RankingSettings = rankingSettings,
): LexicalIndex {
  const index = createInvertedIndex(passages, settings);
  const spelling = createSpelling(index.words);
  const scores = new Float32Array(passages.length);
  const best = new Float32Array(passages.length);

  return {
    size: passages.length,
    passages,
    priors: index.priors,
    isHeaded(term) {
      const postings = index.postings.get(term);
      return postings?.fields.some((bits, at) => (bits & aboveBits) !== 0 && isOpenAt(postings.passages[at])) ?? false;
    },
    search(query, filters, limit, also = [], following = []) {
      const clauses = withContext(termsFor(filters), query, following);
      scores.fill(0);
      for (const clause of clauses) addGains(clause);
      const fitting = (place: number) => {
        const score = scores[place] ?? 0;
        const passage = passages[place];
        return score > 0 && passage && fits(passage, filters) ? score * (index.priors[place] ?? 1) : 0;
      };
      const places = topOf(passages.length, Math.max(looked, limit), fitting);
      const candidates = [...new Set([...places, ...also])].flatMap((place) => {
        const passage = passages[place];
        return passage ? [explain(passage, place, clauses)] : [];
      });
      candidates.sort((left, right) => right.score - left.score || left.passage.id.localeCompare(right.passage.id));
      return { clauses, candidates };
    },
  };

  /**
   * A word that only withheld passages use is unknown to who may find none of them: whether it is known would tell that they
   * use it.
   */
  function termsFor({ settledQuestions }: PassageFilters): Terms {
    const mayFind = (place: number) => {
      const passage = passages[place];
      return passage !== undefined && isNotWithheld(passage, settledQuestions);
    };
    const get = (term: string) => {
      const postings = index.postings.get(term);
      return postings && (postings.isOpen || postings.passages.some(mayFind)) ? postings : undefined;
    };
    return { get, has: (term) => get(term) !== undefined };
  }

  function isOpenAt(place: number | undefined): boolean {
    const passage = place === undefined ? undefined : passages[place];
    return passage !== undefined && isOpen(passage);
  }

  /** What was said before, each word once; what is asked now decides where both say something. */
  function withContext(terms: Terms, query: string, following: readonly string[]): Clause[] {
    const known = { ...index, postings: terms };
    const parse = (text: string) => parseQuery(text, known, spelling, glossary, settings);
    const asked = parse(query);
    const said = new Set(asked.flatMap(({ term, alternatives }) => [term, ...(alternatives[0]?.terms ?? [])]));
    // "un autre exemple ?" asks for more, and not for a passage about examples.
    const clauses = following.length === 0 ? asked : whatIsSaid(asked);
    for (const text of following.toReversed()) {
      for (const clause of parse(text)) {
        const [first] = clause.alternatives;
        if (clause.isBonus || clause.isUnknown || first === undefined) continue;
        if (said.has(clause.term) || first.terms.every((term) => said.has(term))) continue;
        said.add(clause.term);
        const factor = clause.factor * settings.contextWeight;
        clauses.push({ ...clause, factor, weight: clause.weight * settings.contextWeight, isContext: true });
      }
    }
    return clauses;
  }

  /** Adds what one clause gives each passage: the best of its alternatives, never their sum. */
  function addGains({ alternatives, factor }: Clause): void {
    const [only, ...others] = alternatives;
    if (!only) return;
    if (others.length === 0 && only.terms.length === 1) {
      addTerm(scores, index.postings.get(only.terms[0] ?? ''), only.trust * factor);
      return;
    }
    const touched: number[] = [];
    for (const { terms, trust, rarest } of alternatives) {
      if (terms.length > 1) {
        addPhrase(terms, (trust * factor) / terms.length, rarest, touched);
        continue;
      }
      const postings = index.postings.get(terms[0] ?? '');
      if (!postings) continue;
      const gain = trust * factor * Math.min(rarest, postings.rarity);
      for (let at = 0; at < postings.passages.length; at++) {
        const place = postings.passages[at] ?? 0;
        const score = gain * (postings.impacts[at] ?? 0);
        if ((best[place] ?? 0) === 0) touched.push(place);
        if (score > (best[place] ?? 0)) best[place] = score;
      }
    }
    for (const place of touched) {
      scores[place] = (scores[place] ?? 0) + (best[place] ?? 0);
      best[place] = 0;
    }
  }

  /** A phrase counts where all its words are, for their mean. */
  function addPhrase(terms: readonly string[], share: number, rarest: number, touched: number[]): void {
    const [first, ...rest] = terms.flatMap((term) => index.postings.get(term) ?? []);
    if (!first || rest.length + 1 < terms.length) return;
    for (let at = 0; at < first.passages.length; at++) {
      const place = first.passages[at] ?? 0;
      let score = share * Math.min(rarest, first.rarity) * (first.impacts[at] ?? 0);
      const whole = rest.every((postings) => {
        const impact = impactIn(postings, place);
        score += share * Math.min(rarest, postings.rarity) * impact;
        return impact > 0;
      });
      if (!whole) continue;
      if ((best[place] ?? 0) === 0) touched.push(place);
      if (score > (best[place] ?? 0)) best[place] = score;
    }
  }

  /** The final score of one passage, with its reasons. */
  function explain(passage: Passage, place: number, clauses: readonly Clause[]): ScoredPassage {
    const found = clauses.flatMap((clause) => matchOf(clause, place, index, settings.furtherNames) ?? []);
    const lexical = found.reduce((sum, { match }) => sum + match.score, 0);
    const near = nearness(index.sequence(place), clauses, index.postings, settings.pair);
    const asked = clauses.reduce((sum, { weight }) => sum + weight, 0);
    const covered = found.reduce((sum, { clause, trust }) => sum + (clause.isEveryday ? 0 : clause.weight * trust), 0);
    return {
      passage,
      score: (lexical + near.gain) * (index.priors[place] ?? 1),
      coverage: asked === 0 ? 0 : covered / asked,
      together: near.together,
      similarity: null,
      matches: found.map(({ match }) => match).sort((left, right) => right.score - left.score),
    };
  }
}

/** "and with a dict?": words that only link what is said to what came before, unless they are all that is said. */
function whatIsSaid(asked: readonly Clause[]): Clause[] {
  const said = asked.filter(({ word }) => !isAskedFor(word));
  const others = said.filter(({ word }) => !isLink(word));
  return others.some(({ isBonus, factor }) => !isBonus && factor === 1) ? others : said;
}

function addTerm(scores: Float32Array, postings: Postings | undefined, trust: number): void {
  if (!postings) return;
  const gain = trust * postings.rarity;
  for (let at = 0; at < postings.passages.length; at++) {
    const place = postings.passages[at] ?? 0;
    scores[place] = (scores[place] ?? 0) + gain * (postings.impacts[at] ?? 0);
  }
}

/** What a clause gives one passage, and why: the best alternative, and a little for each further name that is there too. */
function matchOf(clause: Clause, place: number, { postings }: InvertedIndex, furtherNames: number) {
  let rest = 0;
  let fieldBits = 0;
  let found = null as { clause: Clause; trust: number; match: Match } | null;
  for (const { terms, trust, by, rarest } of clause.alternatives) {
    let score = 0;
    let bits = 0;
    const whole = terms.every((term) => {
      const of = postings.get(term);
      const at = of ? findPlace(of.passages, place) : -1;
      if (!of || at < 0) return false;
      score += (trust * clause.factor * Math.min(rarest, of.rarity) * (of.impacts[at] ?? 0)) / terms.length;
      bits |= of.fields[at] ?? 0;
      return true;
    });
    if (!whole) continue;
    rest += score;
    fieldBits |= bits;
    if (score <= (found?.match.score ?? 0)) continue;
    found = { clause, trust, match: { word: clause.word, term: terms.join(' '), by, fields: [], score } };
  }
  if (!found) return null;
  const fields = fieldNames.filter((_name, bit) => (fieldBits & (1 << bit)) !== 0);
  const score = found.match.score + furtherNames * (rest - found.match.score);
  return { ...found, match: { ...found.match, fields, score } };
}

function impactIn(postings: Postings, place: number): number {
  const at = findPlace(postings.passages, place);
  return at < 0 ? 0 : (postings.impacts[at] ?? 0);
}

/** Binary search; -1 when it is not there. */
function findPlace(places: Uint32Array, place: number): number {
  let low = 0;
  let high = places.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const found = places[middle] ?? 0;
    if (found === place) return middle;
    if (found < place) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

/** Whether a passage is among those a search is narrowed to. */
export function fits(passage: Passage, filters: PassageFilters): boolean {
  if (filters.documentId !== undefined && passage.documentId !== filters.documentId) return false;
  if (filters.category !== undefined && passage.category !== filters.category) return false;
  if (filters.language !== undefined && passage.language !== filters.language) return false;
  if (filters.kind !== undefined && passage.kind !== filters.kind) return false;
  if (!isNotWithheld(passage, filters.settledQuestions)) return false;
  return (filters.tags ?? []).every((tag) => passage.tags.includes(tag));
}

function isNotWithheld(passage: Passage, settledQuestions: PassageFilters['settledQuestions']): boolean {
  return isOpen(passage) || (passage.questionId != null && (settledQuestions?.includes(passage.questionId) ?? false));
}
