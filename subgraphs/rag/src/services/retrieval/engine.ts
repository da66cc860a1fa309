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
  /** Of its document. */
  kind?: string;
  /** The question whose answer it tells; null or missing for all other passages. */
  questionId?: string | null;
}

/** Narrows a search; what is left out does not narrow. A passage must carry every tag that is asked for. */
export interface PassageFilters {
  tags?: readonly string[] | undefined;
  category?: string | undefined;
  language?: string | undefined;
  documentId?: string | undefined;
  /** Questions that the asker has behind them: their explanations may be found, those of all others never. */
  settledQuestions?: readonly string[] | undefined;
}

/** How to search: at most `limit` passages; `nearest` lifts the confidence floor ("nothing fits, but this is near"). */
export interface SearchOptions {
  filters?: PassageFilters;
  limit: number;
  nearest?: boolean;
}

/** A passage and how well it answers, > 0, comparable within one result only. */
export interface ScoredPassage {
  passage: Passage;
  score: number;
}

/**
 * Finds passages for a learner's question. What lies behind (BM25 in memory today) is nobody's business: any engine that
 * keeps this promise may take its place. `version` names the state of the index the results come from.
 */
export interface RetrievalEngine {
  /** Best first. Empty when nothing is confidently about the question. */
  search(query: string, options: SearchOptions): readonly ScoredPassage[];
  readonly size: number;
  readonly version: number;
}
