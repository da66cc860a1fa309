/** One passage of a document as retrieval sees it: a section, or a part of a long one, with its code blocks whole. */
export interface Passage {
  id: string;
  documentId: string;
  /** Title of the document. */
  title: string;
  /** Headings above the passage, outermost first, without the title. */
  headings: readonly string[];
  /** Markdown. */
  text: string;
  /** Place in the document, from 0. */
  position: number;
  language: string;
  category: string | null;
  tags: readonly string[];
  /** What sort of text it is (`lesson`, `faq`, `reference`…; see priors.ts); left out, nothing is known about it. */
  kind?: string | null | undefined;
  /** The question whose answer it tells: then it is found only where that question is settled. */
  questionId?: string | null | undefined;
}

/** Narrows a search; what is left out does not narrow. A passage must carry every tag that is asked for. */
export interface PassageFilters {
  tags?: readonly string[] | undefined;
  category?: string | undefined;
  language?: string | undefined;
  kind?: string | undefined;
  documentId?: string | undefined;
  /** Questions that the asker has behind them: their explanations may be found, those of all others never. */
  settledQuestions?: readonly string[] | undefined;
}

/** How to search: at most `limit` passages; `nearest` lifts the confidence floor ("nothing fits, but this is near"). */
export interface SearchOptions {
  filters?: PassageFilters;
  limit: number;
  nearest?: boolean;
  /**
   * What the conversation was about, oldest first: the question is understood together with it, and the confidence is that
   * of a follow-up. What it says itself must still be something that the documents are about.
   */
  following?: readonly string[];
}

/** Where in a passage a word of the question was found. */
export type MatchedField = 'heading' | 'path' | 'body' | 'code';

/** One reason why a passage was found. */
export interface Match {
  /** The word as the learner typed it. */
  word: string;
  /** The index term that was found for it. */
  term: string;
  /** How the two are related. */
  by: 'word' | 'part' | 'correction' | 'glossary';
  /** Where the word or any of its other names stands. */
  fields: readonly MatchedField[];
  /** What it added to the score, before the prior. */
  score: number;
}

/** A passage and how well it answers. */
export interface ScoredPassage {
  passage: Passage;
  /** > 0; comparable within one result only. */
  score: number;
  /**
   * Share of what the question says that this passage holds, from 0 to 1; comparable between questions. Words of life outside
   * programming are asked and never held.
   */
  coverage: number;
  /** Share of the question's neighbouring words that are neighbours in the passage as well, from 0 to 1; those with a word of life never are. */
  together: number;
  /** Cosine of question and passage where both have a vector, else null. */
  similarity: number | null;
  /** Why it was found, strongest reason first. */
  matches: readonly Match[];
}

/** What a search found. */
export interface SearchResult {
  /** Best first. Empty when nothing is confidently about the question, unless `nearest` was asked for. */
  hits: readonly ScoredPassage[];
  /** Probability, from 0 to 1, that the documents answer the question at all; comparable between questions. */
  confidence: number;
  /** State of the index the result comes from. */
  version: number;
}

/**
 * Finds passages for a learner's question. What lies behind (BM25F in a thread of this process today) is nobody's
 * business: any engine that keeps this promise may take its place. `version` names the state of the index.
 */
export interface RetrievalEngine {
  search(query: string, options: SearchOptions): Promise<SearchResult>;
  readonly size: number;
  readonly version: number;
}
