import type { Connection, Model } from 'mongoose';
import { type AnswerRecord, answerModel } from './answer.model.js';
import { type AskerRecord, askerModel } from './asker.model.js';
import { type DocumentRecord, documentModel } from './document.model.js';
import { type EmbeddingLeaseRecord, embeddingLeaseModel } from './embedding-lease.model.js';
import { type GapMarkRecord, gapMarkModel } from './gap-mark.model.js';
import { type IndexStateRecord, indexStateModel } from './index-state.model.js';
import { type LearnerFocusRecord, learnerFocusModel } from './learner-focus.model.js';
import { type PassageRecord, passageModel } from './passage.model.js';
import { type PassageVectorRecord, passageVectorModel } from './passage-vector.model.js';
import { type PromptTemplateRecord, promptTemplateModel } from './prompt-template.model.js';
import { type PromptTemplateVersionRecord, promptTemplateVersionModel } from './prompt-template-version.model.js';

/** Every collection this service owns. */
export interface Models {
  answers: Model<AnswerRecord>;
  askers: Model<AskerRecord>;
  documents: Model<DocumentRecord>;
  embeddingLeases: Model<EmbeddingLeaseRecord>;
  gapMarks: Model<GapMarkRecord>;
  indexState: Model<IndexStateRecord>;
  learnerFocus: Model<LearnerFocusRecord>;
  passages: Model<PassageRecord>;
  passageVectors: Model<PassageVectorRecord>;
  promptTemplates: Model<PromptTemplateRecord>;
  promptTemplateVersions: Model<PromptTemplateVersionRecord>;
}

/** The collections of one connection. */
export function createModels(connection: Connection): Models {
  return {
    answers: answerModel(connection),
    askers: askerModel(connection),
    documents: documentModel(connection),
    embeddingLeases: embeddingLeaseModel(connection),
    gapMarks: gapMarkModel(connection),
    indexState: indexStateModel(connection),
    learnerFocus: learnerFocusModel(connection),
    passages: passageModel(connection),
    passageVectors: passageVectorModel(connection),
    promptTemplates: promptTemplateModel(connection),
    promptTemplateVersions: promptTemplateVersionModel(connection),
  };
}
