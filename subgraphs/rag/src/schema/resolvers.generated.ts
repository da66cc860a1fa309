/* This file was automatically generated. DO NOT UPDATE MANUALLY. */
    import type   { Resolvers } from './types.generated.js';
    import    { assistantAnswer as Query_assistantAnswer } from './answer/resolvers/Query/assistantAnswer.js';
import    { documents as Query_documents } from './document/resolvers/Query/documents.js';
import    { promptTemplates as Query_promptTemplates } from './answer/resolvers/Query/promptTemplates.js';
import    { searchPassages as Query_searchPassages } from './document/resolvers/Query/searchPassages.js';
import    { ask as Mutation_ask } from './answer/resolvers/Mutation/ask.js';
import    { deleteDocument as Mutation_deleteDocument } from './document/resolvers/Mutation/deleteDocument.js';
import    { indexDocument as Mutation_indexDocument } from './document/resolvers/Mutation/indexDocument.js';
import    { rateAnswer as Mutation_rateAnswer } from './answer/resolvers/Mutation/rateAnswer.js';
import    { answerStream as Subscription_answerStream } from './answer/resolvers/Subscription/answerStream.js';
import    { AnswerChunk } from './answer/resolvers/AnswerChunk.js';
import    { AssistantAnswer } from './answer/resolvers/AssistantAnswer.js';
import    { Citation } from './answer/resolvers/Citation.js';
import    { Concept } from './concept/resolvers/Concept.js';
import    { Document } from './document/resolvers/Document.js';
import    { LessonPassage } from './concept/resolvers/LessonPassage.js';
import    { PersonalData } from './privacy/resolvers/PersonalData.js';
import    { PromptTemplate } from './answer/resolvers/PromptTemplate.js';
import    { ScoredPassage } from './document/resolvers/ScoredPassage.js';
import    { User } from './answer/resolvers/User.js';
import    { DateTimeResolver,JSONResolver } from 'graphql-scalars';
    export const resolvers: Resolvers = {
      Query: { assistantAnswer: Query_assistantAnswer,documents: Query_documents,promptTemplates: Query_promptTemplates,searchPassages: Query_searchPassages },
      Mutation: { ask: Mutation_ask,deleteDocument: Mutation_deleteDocument,indexDocument: Mutation_indexDocument,rateAnswer: Mutation_rateAnswer },
      Subscription: { answerStream: Subscription_answerStream },
      AnswerChunk: AnswerChunk,
AssistantAnswer: AssistantAnswer,
Citation: Citation,
Concept: Concept,
Document: Document,
LessonPassage: LessonPassage,
PersonalData: PersonalData,
PromptTemplate: PromptTemplate,
ScoredPassage: ScoredPassage,
User: User,
DateTime: DateTimeResolver,
JSON: JSONResolver
    }