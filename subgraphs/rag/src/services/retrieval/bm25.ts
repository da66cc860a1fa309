import { analyse } from './analysis.js';
import type { Passage, PassageFilters, RetrievalEngine, ScoredPassage } from './engine.js';
import { frenchTerms } from './glossary.js';
import { createSpellingIndex } from './spelling.js';
import { stopWords } from './stop-words.js';

/**
 * A RetrievalEngine by BM25 over an immutable set of passages, held in memory; change the passages by building another.
 * k1 and b are Robertson and Zaragoza's usual values ("The Probabilistic Relevance Framework", 2009, §3.5); a word in
 * the title or a heading counts twice, as measured best on French Python documentation.
 */
export function createBm25Engine(passages: readonly Passage[], version: number): RetrievalEngine {
  const postings = new Map<string, Posting[]>();
  const lengths = passages.map((passage, index) => {
    const terms = weightedTerms(passage);
    let length = 0;
    for (const [term, weight] of terms) {
      length += weight;
      const list = postings.get(term);
      if (list) list.push({ index, weight });
      else postings.set(term, [{ index, weight }]);
    }
    return length;
  });
  const averageLength = lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, lengths.length);
  const topics = topicTerms(passages);
  const spelling = createSpellingIndex(new Map([...postings].map(([term, list]) => [term, list.length])));

  return {
    size: passages.length,
    version,
    search(query, { filters = {}, limit, nearest = false }) {
      const terms = queryTerms(query);
      const scores = new Map<number, Tally>();
      for (const { alternatives } of terms) {
        for (const [index, gain] of bestGains(alternatives)) {
          const tally = scores.get(index) ?? { score: 0, covered: 0, onTopic: false };
          tally.score += gain.score;
          tally.covered += gain.covered;
          tally.onTopic ||= gain.onTopic;
          scores.set(index, tally);
        }
      }
      const asked = terms.reduce((sum, { weight }) => sum + weight, 0);
      const candidates = [...scores].flatMap(([index, { score, covered, onTopic }]) => {
        const passage = passages[index];
        if (!passage || !fits(passage, filters)) return [];
        const prior = 1 + openingPrior / (1 + passage.position);
        return [{ passage, score: score * prior, onTopic, coverage: covered / asked }];
      });
      const confident = candidates.some(({ onTopic, coverage }) => coverage >= (onTopic ? confidenceFloor : certainty));
      if (!confident && !nearest) return [];
      const found: ScoredPassage[] = candidates.filter(({ coverage }) => nearest || coverage >= confidenceFloor / 2);
      found.sort((left, right) => right.score - left.score || left.passage.id.localeCompare(right.passage.id));
      return found.slice(0, limit).map(({ passage, score }) => ({ passage, score }));
    },
  };

  /** What one query term gives each passage: the best of its alternatives, never their sum. */
  function bestGains(alternatives: readonly Alternative[]): Map<number, Tally> {
    const gains = new Map<number, Tally>();
    for (const { match, trust } of alternatives) {
      const value = trust * idf(match);
      for (const { index, weight } of postings.get(match) ?? []) {
        const norm = k1 * (1 - b + (b * (lengths[index] ?? 0)) / averageLength);
        const score = value * ((weight * (k1 + 1)) / (weight + norm));
        if (score > (gains.get(index)?.score ?? 0))
          gains.set(index, { score, covered: value, onTopic: topics.has(match) });
      }
    }
    return gains;
  }

  function queryTerms(query: string): QueryTerm[] {
    return [...new Set(analyse(query))].flatMap((term) => {
      if (term.startsWith('no:')) {
        return [{ alternatives: [{ match: term, trust: numberTrust }], weight: numberTrust * idf(term) }];
      }
      const translated = (frenchTerms(term) ?? []).map((match) => ({ match, trust: translationTrust }));
      if (postings.has(term)) return [{ alternatives: [{ match: term, trust: 1 }, ...translated], weight: idf(term) }];
      if (translated.length > 0) return [{ alternatives: translated, weight: idf(translated[0]?.match ?? term) }];
      if (misspelledStopWords.correct(term) !== null) return [];
      const corrected = spelling.correct(term);
      if (corrected === null) return [{ alternatives: [], weight: idf(term) }];
      return [{ alternatives: [{ match: corrected, trust: correctionTrust }], weight: idf(corrected) }];
    });
  }

  /** Lucene's form of the inverse document frequency: never negative, and highest for a term nobody uses. */
  function idf(term: string): number {
    const holders = postings.get(term)?.length ?? 0;
    return Math.log(1 + (passages.length - holders + 0.5) / (holders + 0.5));
  }
}

interface Posting {
  index: number;
  weight: number;
}

/** What a passage has gathered from the query's terms. */
interface Tally {
  score: number;
  /** Sum of the idf of the terms it holds. */
  covered: number;
  onTopic: boolean;
}

/** An index term that stands for a word of the query, and how far it is to be trusted (1: it is that word). */
interface Alternative {
  match: string;
  trust: number;
}

interface QueryTerm {
  alternatives: readonly Alternative[];
  /** Its share of the question's meaning. */
  weight: number;
}

/** `coment`, `pourqoi`: a word the index never saw, one error from a stop word, is that stop word. */
const misspelledStopWords = createSpellingIndex(new Map([...stopWords].map((word) => [word, 1])));

const k1 = 1.2;
const b = 0.75;
const headingWeight = 2;

/**
 * What the first passage of a document gains, the second half of it, and so on: a short question ("c'est quoi une
 * boucle") fits every section of a lesson, and the one that explains the notion comes first.
 */
const openingPrior = 0.2;

/** A corrected word counts for less than a word typed as it is indexed. */
const correctionTrust = 0.8;

/** The 10 of "répéter 10 fois" is rare in the lessons and says next to nothing of the topic. */
const numberTrust = 0.2;

/** A translation counts for less still: English words of Python are often names in the code as well. */
const translationTrust = 0.7;

/**
 * The share of a question's meaning (the sum of its terms' idf) that some passage must hold for the question to be about
 * the documents at all. Questions about something else are mostly words the lessons never use, which have the highest
 * idf. Once a question passes, half of it is enough for a passage to be worth showing.
 */
const confidenceFloor = 0.48;

/** The share from which a passage answers even when it shares no topic with the question: it holds nearly every word. */
const certainty = 0.8;

function weightedTerms(passage: Passage): Map<string, number> {
  const weights = new Map<string, number>();
  const add = (text: string, weight: number) => {
    for (const term of analyse(text)) weights.set(term, (weights.get(term) ?? 0) + weight);
  };
  add([passage.title, ...passage.headings].join('\n'), headingWeight);
  add(passage.text, 1);
  return weights;
}

/**
 * What the documents are about: the terms of titles, headings and tags, every identifier and operator, and words that
 * several documents use. A question that shares none of them with a passage only brushes an example ("heure", "bleu"),
 * however rare the word.
 */
function topicTerms(passages: readonly Passage[]): ReadonlySet<string> {
  const topics = new Set<string>();
  const users = new Map<string, Set<string>>();
  for (const { documentId, title, headings, tags, text } of passages) {
    for (const term of analyse([title, ...headings, ...tags].join('\n'))) topics.add(term);
    for (const term of analyse(text)) {
      const documents = users.get(term) ?? new Set();
      users.set(term, documents.add(documentId));
      if (/^(?:id|op):/.test(term) || documents.size >= commonlyUsed) topics.add(term);
    }
  }
  return topics;
}

/** Documents that must use a word for it to belong to the subject. */
const commonlyUsed = 5;

function fits(passage: Passage, filters: PassageFilters): boolean {
  const { questionId = null } = passage;
  if (questionId !== null && !filters.settledQuestions?.includes(questionId)) return false;
  if (filters.documentId !== undefined && passage.documentId !== filters.documentId) return false;
  if (filters.category !== undefined && passage.category !== filters.category) return false;
  if (filters.language !== undefined && passage.language !== filters.language) return false;
  return (filters.tags ?? []).every((tag) => passage.tags.includes(tag));
}
