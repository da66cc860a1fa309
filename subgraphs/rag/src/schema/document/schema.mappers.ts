import type { DocumentRecord } from '../../models/document.model.js';
import type { PassageRecord } from '../../models/passage.model.js';
import type { ScoredPassage } from '../../services/retrieval/engine.js';

/** What resolvers of Document start from. */
export type DocumentMapper = DocumentRecord;
/** What resolvers of ScoredPassage start from. */
export type ScoredPassageMapper = ScoredPassage;

/** What resolvers of DocumentPassage start from. */
export type DocumentPassageMapper = PassageRecord;
