/* This file was automatically generated. DO NOT UPDATE MANUALLY. */
    import type   { Resolvers } from './types.generated.js';
    import    { assistantAnswer as Query_assistantAnswer } from './answer/resolvers/Query/assistantAnswer.js';
import    { documents as Query_documents } from './document/resolvers/Query/documents.js';
import    { previewPrompt as Query_previewPrompt } from './template/resolvers/Query/previewPrompt.js';
import    { promptTemplate as Query_promptTemplate } from './template/resolvers/Query/promptTemplate.js';
import    { promptTemplates as Query_promptTemplates } from './template/resolvers/Query/promptTemplates.js';
import    { ratedAnswers as Query_ratedAnswers } from './rating/resolvers/Query/ratedAnswers.js';
import    { searchPassages as Query_searchPassages } from './document/resolvers/Query/searchPassages.js';
import    { unansweredQuestions as Query_unansweredQuestions } from './gap/resolvers/Query/unansweredQuestions.js';
import    { ask as Mutation_ask } from './answer/resolvers/Mutation/ask.js';
import    { deleteConversation as Mutation_deleteConversation } from './conversation/resolvers/Mutation/deleteConversation.js';
import    { deleteDocument as Mutation_deleteDocument } from './document/resolvers/Mutation/deleteDocument.js';
import    { indexDocument as Mutation_indexDocument } from './document/resolvers/Mutation/indexDocument.js';
import    { markUnansweredQuestion as Mutation_markUnansweredQuestion } from './gap/resolvers/Mutation/markUnansweredQuestion.js';
import    { publishPromptTemplate as Mutation_publishPromptTemplate } from './template/resolvers/Mutation/publishPromptTemplate.js';
import    { rateAnswer as Mutation_rateAnswer } from './answer/resolvers/Mutation/rateAnswer.js';
import    { savePromptTemplate as Mutation_savePromptTemplate } from './template/resolvers/Mutation/savePromptTemplate.js';
import    { answerStream as Subscription_answerStream } from './answer/resolvers/Subscription/answerStream.js';
import    { AnswerChunk } from './answer/resolvers/AnswerChunk.js';
import    { AskQuota } from './quota/resolvers/AskQuota.js';
import    { AssistantAnswer } from './answer/resolvers/AssistantAnswer.js';
import    { AssistantConversation } from './conversation/resolvers/AssistantConversation.js';
import    { Citation } from './answer/resolvers/Citation.js';
import    { Concept } from './concept/resolvers/Concept.js';
import    { Document } from './document/resolvers/Document.js';
import    { DocumentPassage } from './document/resolvers/DocumentPassage.js';
import    { LessonPassage } from './concept/resolvers/LessonPassage.js';
import    { PersonalData } from './privacy/resolvers/PersonalData.js';
import    { PromptMessage } from './template/resolvers/PromptMessage.js';
import    { PromptPreview } from './template/resolvers/PromptPreview.js';
import    { PromptTemplate } from './template/resolvers/PromptTemplate.js';
import    { PromptTemplateVersion } from './template/resolvers/PromptTemplateVersion.js';
import    { RatedAnswer } from './rating/resolvers/RatedAnswer.js';
import    { ScoredPassage } from './document/resolvers/ScoredPassage.js';
import    { UnansweredQuestion } from './gap/resolvers/UnansweredQuestion.js';
import    { User as quota_User } from './quota/resolvers/User.js';
import    { User as answer_User } from './answer/resolvers/User.js';
import    { User as conversation_User } from './conversation/resolvers/User.js';
import    { DateTimeResolver,JSONResolver } from 'graphql-scalars';
    export const resolvers: Resolvers = {
      Query: { assistantAnswer: Query_assistantAnswer,documents: Query_documents,previewPrompt: Query_previewPrompt,promptTemplate: Query_promptTemplate,promptTemplates: Query_promptTemplates,ratedAnswers: Query_ratedAnswers,searchPassages: Query_searchPassages,unansweredQuestions: Query_unansweredQuestions },
      Mutation: { ask: Mutation_ask,deleteConversation: Mutation_deleteConversation,deleteDocument: Mutation_deleteDocument,indexDocument: Mutation_indexDocument,markUnansweredQuestion: Mutation_markUnansweredQuestion,publishPromptTemplate: Mutation_publishPromptTemplate,rateAnswer: Mutation_rateAnswer,savePromptTemplate: Mutation_savePromptTemplate },
      Subscription: { answerStream: Subscription_answerStream },
      AnswerChunk: AnswerChunk,
AskQuota: AskQuota,
AssistantAnswer: AssistantAnswer,
AssistantConversation: AssistantConversation,
Citation: Citation,
Concept: Concept,
Document: Document,
DocumentPassage: DocumentPassage,
LessonPassage: LessonPassage,
PersonalData: PersonalData,
PromptMessage: PromptMessage,
PromptPreview: PromptPreview,
PromptTemplate: PromptTemplate,
PromptTemplateVersion: PromptTemplateVersion,
RatedAnswer: RatedAnswer,
ScoredPassage: ScoredPassage,
UnansweredQuestion: UnansweredQuestion,
User: { ...quota_User,...answer_User,...conversation_User },
DateTime: DateTimeResolver,
JSON: JSONResolver
    }