import type { Token } from './analysis.js';
import type { Passage } from './engine.js';
import { type FieldTokens, fieldNames, passageFields } from './fields.js';
import { priorOf } from './priors.js';
import type { RankingSettings } from './settings.js';

/** The passages that hold a term. */
export interface Postings {
  /** Places of the passages, ascending. */
  readonly passages: Uint32Array;
  /** What the term is worth in each, between 0 and k1 + 1: BM25F without the term's rarity. */
  readonly impacts: Float32Array;
  /** Bit n: the field `fieldNames[n]` holds it. */
  readonly fields: Uint8Array;
  /** BM25's rarity of the term (Lucene's form: never negative). */
  readonly rarity: number;
  /** Number of the term, for `sequence`. */
  readonly number: number;
  /** Whether one of them may be found by anybody. */
  readonly isOpen: boolean;
}

/** Everything a search needs about a fixed set of passages. */
export interface InvertedIndex {
  readonly passages: readonly Passage[];
  readonly postings: ReadonlyMap<string, Postings>;
  /** Rarity of a term that no passage holds. */
  readonly unknownRarity: number;
  /** What a passage's kind and place multiply its score by. */
  readonly priors: Float32Array;
  /** Numbers of a passage's heading, body and code terms in their order, -1 between the three. */
  sequence(place: number): Int32Array;
  /** How often each word is used, by its folded form. */
  readonly words: ReadonlyMap<string, number>;
  /** Each word's term, by its folded form: stemming sees accents, which are gone there. */
  readonly stemOf: ReadonlyMap<string, string>;
  /** What the documents are about: terms of titles, headings and tags, and those that several documents use. */
  readonly topics: ReadonlySet<string>;
}

/**
 * Builds an index; the passages must not change afterwards. Those that tell the answer to a question are in it for the few
 * who may find them, and count for nothing else: what words are worth, how they are corrected and what the documents are
 * about is the same with and without them.
 */
export function createInvertedIndex(passages: readonly Passage[], settings: RankingSettings): InvertedIndex {
  const { k1 } = settings;
  const open = passages.filter(isOpen);
  const averages = averageLengths(open);
  const drafts = new Map<string, Draft>();
  const words = new Map<string, number>();
  const stemOf = new Map<string, string>();
  const topics = new Set<string>();
  const sequences: Int32Array[] = [];
  const numbers = (tokens: readonly Token[]) => tokens.map(({ term }) => drafts.get(term)?.number ?? -1);

  passages.forEach((passage, place) => {
    const fields = passageFields(passage);
    for (const [term, { frequency, bits }] of weightedTerms(fields, averages, settings)) {
      const draft = drafts.get(term) ?? { number: drafts.size, places: [], impacts: [], fields: [] };
      if (draft.places.length === 0) drafts.set(term, draft);
      draft.places.push(place);
      draft.impacts.push((frequency * (k1 + 1)) / (frequency + k1));
      draft.fields.push(bits);
    }
    for (const name of isOpen(passage) ? fieldNames : []) {
      for (const { kind, surface, term } of fields[name]) {
        if (name === 'heading' || name === 'path') topics.add(term);
        if (kind !== 'word') continue;
        words.set(surface, (words.get(surface) ?? 0) + 1);
        if (!stemOf.has(surface)) stemOf.set(surface, term);
      }
    }
    sequences.push(
      Int32Array.from([...numbers(fields.heading), -1, ...numbers(fields.body), -1, ...numbers(fields.code)]),
    );
  });

  const rarity = (holders: number, of = open.length) => Math.log(1 + (of - holders + 0.5) / (holders + 0.5));
  const postings = new Map<string, Postings>();
  for (const [term, draft] of drafts) {
    const holders = open.length === passages.length ? draft.places : draft.places.filter(isOpenPlace);
    if (isUsedBySeveral(holders, passages)) topics.add(term);
    postings.set(term, {
      passages: Uint32Array.from(draft.places),
      impacts: Float32Array.from(draft.impacts),
      fields: Uint8Array.from(draft.fields),
      rarity: holders.length > 0 ? rarity(holders.length) : rarity(draft.places.length, passages.length),
      isOpen: holders.length > 0,
      number: draft.number,
    });
  }
  return {
    passages,
    postings,
    unknownRarity: rarity(0),
    priors: Float32Array.from(passages, (passage) => priorOf(passage, settings)),
    sequence: (place) => sequences[place] ?? new Int32Array(),
    words,
    stemOf,
    topics,
  };

  function isOpenPlace(place: number): boolean {
    const passage = passages[place];
    return passage !== undefined && isOpen(passage);
  }
}

/** Whether anybody may find a passage. */
export function isOpen({ questionId }: Passage): boolean {
  return questionId == null;
}

/** Documents that must use a word for it to belong to their subject: fewer may only have it in an example. */
const several = 5;

function isUsedBySeveral(places: readonly number[], passages: readonly Passage[]): boolean {
  if (places.length < several) return false;
  const users = new Set<string>();
  for (const place of places) {
    users.add(passages[place]?.documentId ?? '');
    if (users.size >= several) return true;
  }
  return false;
}

interface Draft {
  number: number;
  places: number[];
  impacts: number[];
  fields: number[];
}

type Lengths = Readonly<Record<(typeof fieldNames)[number], number>>;

/** Passages whose lengths stand for all: a mean of two thousand is near enough, and reading all twice is half of a build. */
const sampled = 2000;

function averageLengths(passages: readonly Passage[]): Lengths {
  const sums = { heading: 0, path: 0, body: 0, code: 0 };
  const holders = { heading: 0, path: 0, body: 0, code: 0 };
  const stride = Math.ceil(passages.length / sampled);
  for (let place = 0; place < passages.length; place += stride) {
    const passage = passages[place];
    if (!passage) continue;
    const fields = passageFields(passage);
    for (const name of fieldNames) {
      sums[name] += fields[name].length;
      if (fields[name].length > 0) holders[name] += 1;
    }
  }
  const average = (name: (typeof fieldNames)[number]) => sums[name] / Math.max(1, holders[name]);
  return { heading: average('heading'), path: average('path'), body: average('body'), code: average('code') };
}

/** BM25F: frequencies are discounted by their field's length and added up, weighted, before they saturate. */
function weightedTerms(
  fields: FieldTokens,
  averages: Lengths,
  settings: RankingSettings,
): Map<string, { frequency: number; bits: number }> {
  const terms = new Map<string, { frequency: number; bits: number }>();
  fieldNames.forEach((name, bit) => {
    const { weight, lengthDiscount } = settings.fields[name];
    const length = fields[name].length / Math.max(1, averages[name]);
    const gain = weight / (1 - lengthDiscount + lengthDiscount * length);
    for (const { term } of fields[name]) {
      const known = terms.get(term);
      if (known) {
        known.frequency += gain;
        known.bits |= 1 << bit;
      } else terms.set(term, { frequency: gain, bits: 1 << bit });
    }
  });
  return terms;
}
