import type { RequestContext } from '@doctorpy/service-kit/context';
import type { EventOrigin } from '@doctorpy/service-kit/events';
import DataLoader from 'dataloader';
import type { AnswerRecord } from './models/answer.model.js';
import type { DocumentRecord } from './models/document.model.js';
import type { Answering } from './services/answering/answering.js';
import type { Answers } from './services/answering/answers.js';
import type { Templates } from './services/answering/templates.js';
import type { Authoring } from './services/indexing/authoring.js';
import type { Documents } from './services/indexing/documents.js';
import type { PassageIndex } from './services/retrieval/passage-index.js';

/** What the domain offers to resolvers. */
export interface Services {
  answering: Answering;
  answers: Answers;
  authoring: Authoring;
  documents: Documents;
  index: PassageIndex;
  templates: Templates;
}

/** What every resolver of rag receives. */
export interface RagContext extends RequestContext {
  services: Services;
  /** Who and what an event of this request goes back to. */
  origin: EventOrigin;
  /** Look-ups by id, joined within one request; null where there is nothing. */
  loaders: {
    document: DataLoader<string, DocumentRecord | null>;
    answer: DataLoader<string, AnswerRecord | null>;
  };
}

/** Makes the context of each request: the one place where resolvers get what they work with. */
export function createContext(services: Services): (request: RequestContext) => RagContext {
  return (request) => ({
    ...request,
    services,
    origin: { actorId: request.caller.userId, requestId: request.requestId, traceparent: request.traceparent },
    loaders: {
      document: new DataLoader((ids) => services.documents.byIds(ids)),
      answer: new DataLoader((ids) => services.answers.byIds(ids)),
    },
  });
}
