import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { AnswerChunkMapper, AssistantAnswerMapper, CitationMapper, UserMapper } from './answer/schema.mappers.js';
import type { AskQuotaMapper } from './quota/schema.mappers.js';
import type { AssistantConversationMapper } from './conversation/schema.mappers.js';
import type { ConceptMapper, LessonPassageMapper } from './concept/schema.mappers.js';
import type { DocumentMapper, DocumentPassageMapper, ScoredPassageMapper } from './document/schema.mappers.js';
import type { PersonalDataMapper } from './privacy/schema.mappers.js';
import type { PromptPreviewMapper, PromptTemplateMapper, PromptTemplateVersionMapper } from './template/schema.mappers.js';
import type { RatedAnswerMapper } from './rating/schema.mappers.js';
import type { UnansweredQuestionMapper } from './gap/schema.mappers.js';
import type { RagContext } from '../context.js';
export type Maybe<T> = T | null | undefined;
export type InputMaybe<T> = T | null | undefined;
export type Omit<T, K extends keyof T> = Pick<T, Exclude<keyof T, K>>;
export type EnumResolverSignature<T, AllowedValues = any> = { [key in keyof T]?: AllowedValues };
export type RequireFields<T, K extends keyof T> = Omit<T, K> & { [P in K]-?: NonNullable<T[P]> };
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string | number; }
  String: { input: string; output: string; }
  Boolean: { input: boolean; output: boolean; }
  Int: { input: number; output: number; }
  Float: { input: number; output: number; }
  /** A UTC instant, as ISO 8601: 2026-01-31T09:30:00.000Z. */
  DateTime: { input: Date | string; output: Date | string; }
  /** Any JSON value. */
  JSON: { input: any; output: any; }
  _FieldSet: { input: unknown; output: unknown; }
};

/** Many deltas (already checked text), or the place in the queue, then the whole answer. */
export type AnswerChunk = {
  __typename?: 'AnswerChunk';
  answer?: Maybe<AssistantAnswer>;
  delta?: Maybe<Scalars['String']['output']>;
  queuePosition?: Maybe<Scalars['Int']['output']>;
};

/**
 * EXTRACTIVE: quoted passages, when no model answers. NONE_FOUND: nothing fits, or what fits is kept back for the asker's
 * quest; the text says which, and suggestions say where to read.
 */
export type AnswerMode =
  | 'EXTRACTIVE'
  | 'GENERATED'
  | 'NONE_FOUND';

/** The same idempotencyKey resumes or returns the same answer; it never asks again. */
export type AskInput = {
  /** Of an earlier answer: the question goes on from there. */
  conversationId?: InputMaybe<Scalars['ID']['input']>;
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** Language to answer in; left out, that of the question where it is clear, else the caller's. */
  language?: InputMaybe<Scalars['String']['input']>;
  /** How well the asker knows Python; without it, what their completed quests say. */
  level?: InputMaybe<LearnerLevel>;
  query: Scalars['String']['input'];
  queryType?: QueryType;
  /** The quest that the question is about; without it, the one under way. Which answers are withheld is for quest to say, whatever stands here. */
  questId?: InputMaybe<Scalars['ID']['input']>;
};

/** What somebody may ask the assistant within a window of time, and what is left of it. */
export type AskQuota = {
  __typename?: 'AskQuota';
  /** Answers in a window that the model begins to write; past them, answers quote the lessons. */
  generatedLimit: Scalars['Int']['output'];
  generatedRemaining: Scalars['Int']['output'];
  /** Questions in a window. */
  limit: Scalars['Int']['output'];
  remaining: Scalars['Int']['output'];
  /** When all of it is back; null while nothing was asked. */
  resetsAt?: Maybe<Scalars['DateTime']['output']>;
};

export type AssistantAnswer = {
  __typename?: 'AssistantAnswer';
  /** What its asker may ask from now on; null where that is somebody else. */
  askQuota?: Maybe<AskQuota>;
  asker?: Maybe<User>;
  citations: Array<Citation>;
  /** What its asker wrote with the rating. */
  comment?: Maybe<Scalars['String']['output']>;
  conversationId: Scalars['ID']['output'];
  createdAt: Scalars['DateTime']['output'];
  fromCache: Scalars['Boolean']['output'];
  helpful?: Maybe<Scalars['Boolean']['output']>;
  id: Scalars['ID']['output'];
  latencyMs: Scalars['Int']['output'];
  mode: AnswerMode;
  model?: Maybe<Scalars['String']['output']>;
  query: Scalars['String']['output'];
  queryType: QueryType;
  /**
   * Where to read instead when mode is NONE_FOUND: the nearest lessons, then other documents, which have no url. Never what is
   * kept back for a quest.
   */
  suggestions: Array<Citation>;
  text: Scalars['String']['output'];
};

export type AssistantAnswerConnection = {
  __typename?: 'AssistantAnswerConnection';
  edges: Array<AssistantAnswerEdge>;
  pageInfo: PageInfo;
  totalCount: Scalars['Int']['output'];
};

export type AssistantAnswerEdge = {
  __typename?: 'AssistantAnswerEdge';
  cursor: Scalars['String']['output'];
  node: AssistantAnswer;
};

/** Questions that go on from each other. */
export type AssistantConversation = {
  __typename?: 'AssistantConversation';
  answerCount: Scalars['Int']['output'];
  /** The conversationId of its answers. */
  id: Scalars['ID']['output'];
  lastAskedAt: Scalars['DateTime']['output'];
  startedAt: Scalars['DateTime']['output'];
  /** Its first question. */
  title: Scalars['String']['output'];
};

export type AssistantConversationConnection = {
  __typename?: 'AssistantConversationConnection';
  edges: Array<AssistantConversationEdge>;
  pageInfo: PageInfo;
  totalCount: Scalars['Int']['output'];
};

export type AssistantConversationEdge = {
  __typename?: 'AssistantConversationEdge';
  cursor: Scalars['String']['output'];
  node: AssistantConversation;
};

/** title stays when the document is gone. */
export type Citation = {
  __typename?: 'Citation';
  document?: Maybe<Document>;
  excerpt: Scalars['String']['output'];
  heading?: Maybe<Scalars['String']['output']>;
  score: Scalars['Float']['output'];
  title: Scalars['String']['output'];
  url?: Maybe<Scalars['String']['output']>;
};

export type Concept = {
  __typename?: 'Concept';
  id: Scalars['ID']['output'];
  /** The passage that explains it; null where there is no such lesson. */
  lesson?: Maybe<LessonPassage>;
};

export type Document = {
  __typename?: 'Document';
  category?: Maybe<Scalars['String']['output']>;
  id: Scalars['ID']['output'];
  indexedAt?: Maybe<Scalars['DateTime']['output']>;
  language: Scalars['String']['output'];
  passageCount: Scalars['Int']['output'];
  /** What it was cut into, in order: what search finds and answers quote. */
  passages?: Maybe<DocumentPassageConnection>;
  source: Scalars['String']['output'];
  status: IndexingStatus;
  tags: Array<Scalars['String']['output']>;
  title: Scalars['String']['output'];
};


export type DocumentpassagesArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: Scalars['Int']['input'];
};

export type DocumentConnection = {
  __typename?: 'DocumentConnection';
  edges: Array<DocumentEdge>;
  pageInfo: PageInfo;
  totalCount: Scalars['Int']['output'];
};

export type DocumentEdge = {
  __typename?: 'DocumentEdge';
  cursor: Scalars['String']['output'];
  node: Document;
};

export type DocumentFormat =
  | 'HTML'
  | 'MARKDOWN'
  | 'NOTEBOOK'
  | 'PDF'
  | 'PYTHON'
  | 'RST'
  | 'TEXT';

export type DocumentPassage = {
  __typename?: 'DocumentPassage';
  /** Those above it, outermost first. */
  headings: Array<Scalars['String']['output']>;
  /** From 0. */
  position: Scalars['Int']['output'];
  /** As learners are shown it: Markdown without HTML, images and links. */
  text: Scalars['String']['output'];
};

export type DocumentPassageConnection = {
  __typename?: 'DocumentPassageConnection';
  edges: Array<DocumentPassageEdge>;
  pageInfo: PageInfo;
  totalCount: Scalars['Int']['output'];
};

export type DocumentPassageEdge = {
  __typename?: 'DocumentPassageEdge';
  cursor: Scalars['String']['output'];
  node: DocumentPassage;
};

export type IndexDocumentInput = {
  category?: InputMaybe<Scalars['String']['input']>;
  /** At most 1,000,000 bytes; of a PDF, the file in base64. */
  content: Scalars['String']['input'];
  format?: DocumentFormat;
  language?: Scalars['String']['input'];
  /** The document that this one takes the place of, under its id. Only what authors sent can be replaced. */
  replaces?: InputMaybe<Scalars['ID']['input']>;
  source?: InputMaybe<Scalars['String']['input']>;
  tags?: InputMaybe<Array<Scalars['String']['input']>>;
  title: Scalars['String']['input'];
};

export type IndexingStatus =
  | 'FAILED'
  /** Stored; the index will hold it in a while. */
  | 'PENDING'
  /** It can be found. */
  | 'READY';

/** How well a learner knows Python. */
export type LearnerLevel =
  | 'ADVANCED'
  | 'BEGINNER'
  | 'INTERMEDIATE';

/** A passage of a lesson, to be read by somebody who missed what it explains. */
export type LessonPassage = {
  __typename?: 'LessonPassage';
  document: Document;
  /** Its first paragraph, or the beginning of that. */
  excerpt: Scalars['String']['output'];
  /** Of the passage. */
  heading?: Maybe<Scalars['String']['output']>;
  /** All of it, as Markdown. */
  text: Scalars['String']['output'];
  /** Of the whole lesson. */
  title: Scalars['String']['output'];
  /** Of the lesson on the site. */
  url?: Maybe<Scalars['String']['output']>;
};

export type Mutation = {
  __typename?: 'Mutation';
  ask: AssistantAnswer;
  /** Deletes the caller's conversation with its questions, answers and ratings, for good. False when there was none. */
  deleteConversation: Scalars['Boolean']['output'];
  /** Lessons and explanations of quests are FORBIDDEN: they would be back at the next start. */
  deleteDocument: Scalars['Boolean']['output'];
  indexDocument: Document;
  /** Says that a question is dealt with, or that it is open after all. */
  markUnansweredQuestion: UnansweredQuestion;
  /** Puts a version in use, for the next question. */
  publishPromptTemplate: PromptTemplate;
  rateAnswer: AssistantAnswer;
  /** Keeps a text as the newest version of its template. It is used once it is published. BAD_USER_INPUT names every problem of it. */
  savePromptTemplate: PromptTemplateVersion;
};


export type MutationaskArgs = {
  input: AskInput;
};


export type MutationdeleteConversationArgs = {
  id: Scalars['ID']['input'];
};


export type MutationdeleteDocumentArgs = {
  id: Scalars['ID']['input'];
};


export type MutationindexDocumentArgs = {
  input: IndexDocumentInput;
};


export type MutationmarkUnansweredQuestionArgs = {
  dealtWith?: Scalars['Boolean']['input'];
  id: Scalars['ID']['input'];
};


export type MutationpublishPromptTemplateArgs = {
  input: PublishPromptTemplateInput;
};


export type MutationrateAnswerArgs = {
  answerId: Scalars['ID']['input'];
  comment?: InputMaybe<Scalars['String']['input']>;
  helpful: Scalars['Boolean']['input'];
};


export type MutationsavePromptTemplateArgs = {
  input: SavePromptTemplateInput;
};

export type PageInfo = {
  __typename?: 'PageInfo';
  endCursor?: Maybe<Scalars['String']['output']>;
  hasNextPage: Scalars['Boolean']['output'];
  hasPreviousPage: Scalars['Boolean']['output'];
  startCursor?: Maybe<Scalars['String']['output']>;
};

export type PersonalData = {
  __typename?: 'PersonalData';
  id: Scalars['ID']['output'];
  /**
   * Questions with their answers and ratings, newest first, and what the assistant knows of the learner. A history too long
   * for one answer ends with `next`: ask again with it as `after` for the questions before.
   */
  questions?: Maybe<Scalars['JSON']['output']>;
};


export type PersonalDataquestionsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
};

/**
 * A learner's question, and optionally what to put in place of the template that it would choose: templateId names another one, version one of
 * its versions, draft a text that is not saved yet.
 */
export type PreviewPromptInput = {
  draft?: InputMaybe<Scalars['String']['input']>;
  language?: InputMaybe<Scalars['String']['input']>;
  level?: LearnerLevel;
  query: Scalars['String']['input'];
  queryType?: QueryType;
  questId?: InputMaybe<Scalars['ID']['input']>;
  templateId?: InputMaybe<Scalars['ID']['input']>;
  version?: InputMaybe<Scalars['Int']['input']>;
};

export type PromptMessage = {
  __typename?: 'PromptMessage';
  content: Scalars['String']['output'];
  /** system, user or assistant. */
  role: Scalars['String']['output'];
};

/** What a model would get for a question of somebody without an earlier conversation and with nothing in play. Nothing is asked or kept. */
export type PromptPreview = {
  __typename?: 'PromptPreview';
  /** In their order; none when nothing fits the question, since no model is asked then. */
  messages: Array<PromptMessage>;
  passages: Array<ScoredPassage>;
  /** Of the question, whatever template is looked at. */
  situation: PromptSituation;
  template: PromptTemplate;
  /** Null for a draft. */
  version?: Maybe<Scalars['Int']['output']>;
};

/**
 * Where a question comes from, as the server finds out. IN_QUEST: its asker is on a quest, or names one. ERROR_MESSAGE: an error of Python was
 * pasted. FREE: neither.
 */
export type PromptSituation =
  | 'ERROR_MESSAGE'
  | 'FREE'
  | 'IN_QUEST';

/** What a model is told before one kind of question, by level, language and situation. version, title and template are those in use. */
export type PromptTemplate = {
  __typename?: 'PromptTemplate';
  id: Scalars['ID']['output'];
  language: Scalars['String']['output'];
  /** One of LearnerLevel. */
  level: Scalars['String']['output'];
  /** Of all that were saved. Send it with the next change, so that two authors cannot overwrite each other. */
  newestVersion?: Maybe<Scalars['Int']['output']>;
  publishedAt?: Maybe<Scalars['DateTime']['output']>;
  /** Who put this version in use; null for the product's own. */
  publishedBy?: Maybe<User>;
  queryType: QueryType;
  situation: PromptSituation;
  template: Scalars['String']['output'];
  title: Scalars['String']['output'];
  version: Scalars['Int']['output'];
  /** All that were saved, the newest first; none is ever changed. */
  versions?: Maybe<PromptTemplateVersionConnection>;
};


/** What a model is told before one kind of question, by level, language and situation. version, title and template are those in use. */
export type PromptTemplateversionsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: Scalars['Int']['input'];
};

export type PromptTemplateVersion = {
  __typename?: 'PromptTemplateVersion';
  id: Scalars['ID']['output'];
  isInUse: Scalars['Boolean']['output'];
  savedAt: Scalars['DateTime']['output'];
  /** Null for the product's own. */
  savedBy?: Maybe<User>;
  template: Scalars['String']['output'];
  title: Scalars['String']['output'];
  version: Scalars['Int']['output'];
};

export type PromptTemplateVersionConnection = {
  __typename?: 'PromptTemplateVersionConnection';
  edges: Array<PromptTemplateVersionEdge>;
  pageInfo: PageInfo;
  totalCount: Scalars['Int']['output'];
};

export type PromptTemplateVersionEdge = {
  __typename?: 'PromptTemplateVersionEdge';
  cursor: Scalars['String']['output'];
  node: PromptTemplateVersion;
};

/** replaces is the version in use that the decision was made from. An older version is restored in the same way. */
export type PublishPromptTemplateInput = {
  replaces: Scalars['Int']['input'];
  templateId: Scalars['ID']['input'];
  version: Scalars['Int']['input'];
};

export type Query = {
  __typename?: 'Query';
  assistantAnswer?: Maybe<AssistantAnswer>;
  documents?: Maybe<DocumentConnection>;
  previewPrompt?: Maybe<PromptPreview>;
  promptTemplate?: Maybe<PromptTemplate>;
  promptTemplates?: Maybe<Array<PromptTemplate>>;
  /** Those of the last 180 days that did not help, or that did; the newest first. */
  ratedAnswers?: Maybe<RatedAnswerConnection>;
  /** What matches, without what would give away a question of the caller's quest. Counted: RATE_LIMITED. */
  searchPassages?: Maybe<Array<ScoredPassage>>;
  /** Of the last 180 days, the one asked most comes first. */
  unansweredQuestions?: Maybe<UnansweredQuestionConnection>;
};


export type QueryassistantAnswerArgs = {
  id: Scalars['ID']['input'];
};


export type QuerydocumentsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  category?: InputMaybe<Scalars['String']['input']>;
  first?: Scalars['Int']['input'];
  language?: InputMaybe<Scalars['String']['input']>;
  tags?: InputMaybe<Array<Scalars['String']['input']>>;
};


export type QuerypreviewPromptArgs = {
  input: PreviewPromptInput;
};


export type QuerypromptTemplateArgs = {
  id: Scalars['ID']['input'];
};


export type QuerypromptTemplatesArgs = {
  language?: InputMaybe<Scalars['String']['input']>;
  level?: InputMaybe<LearnerLevel>;
  queryType?: InputMaybe<QueryType>;
  situation?: InputMaybe<PromptSituation>;
};


export type QueryratedAnswersArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: Scalars['Int']['input'];
  helpful?: Scalars['Boolean']['input'];
  language?: InputMaybe<Scalars['String']['input']>;
};


export type QuerysearchPassagesArgs = {
  category?: InputMaybe<Scalars['String']['input']>;
  first?: Scalars['Int']['input'];
  query: Scalars['String']['input'];
  tags?: InputMaybe<Array<Scalars['String']['input']>>;
};


export type QueryunansweredQuestionsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  dealtWith?: Scalars['Boolean']['input'];
  first?: Scalars['Int']['input'];
  language?: InputMaybe<Scalars['String']['input']>;
};

export type QueryType =
  | 'CODE_HELP'
  | 'CONCEPT'
  | 'DEBUG'
  | 'EXERCISE';

/**
 * An answer with what its asker thought of it. It names nobody; addresses, numbers and accounts are masked in everything that is
 * quoted.
 */
export type RatedAnswer = {
  __typename?: 'RatedAnswer';
  askedAt: Scalars['DateTime']['output'];
  citations: Array<Citation>;
  comment?: Maybe<Scalars['String']['output']>;
  helpful: Scalars['Boolean']['output'];
  id: Scalars['ID']['output'];
  language: Scalars['String']['output'];
  mode: AnswerMode;
  model?: Maybe<Scalars['String']['output']>;
  queryType: QueryType;
  question: Scalars['String']['output'];
  text: Scalars['String']['output'];
};

export type RatedAnswerConnection = {
  __typename?: 'RatedAnswerConnection';
  edges: Array<RatedAnswerEdge>;
  pageInfo: PageInfo;
  totalCount: Scalars['Int']['output'];
};

export type RatedAnswerEdge = {
  __typename?: 'RatedAnswerEdge';
  cursor: Scalars['String']['output'];
  node: RatedAnswer;
};

/** basedOn is the newestVersion that the change was made from. */
export type SavePromptTemplateInput = {
  basedOn: Scalars['Int']['input'];
  template: Scalars['String']['input'];
  templateId: Scalars['ID']['input'];
  title: Scalars['String']['input'];
};

export type ScoredPassage = {
  __typename?: 'ScoredPassage';
  document: Document;
  heading?: Maybe<Scalars['String']['output']>;
  score: Scalars['Float']['output'];
  text: Scalars['String']['output'];
};

export type Subscription = {
  __typename?: 'Subscription';
  answerStream: AnswerChunk;
};


export type SubscriptionanswerStreamArgs = {
  input: AskInput;
};

/** Something that learners ask and no document answers. It names nobody, and addresses and numbers are masked. */
export type UnansweredQuestion = {
  __typename?: 'UnansweredQuestion';
  /** By how many. */
  askerCount: Scalars['Int']['output'];
  /** How often it was asked, in whatever form. */
  count: Scalars['Int']['output'];
  /** When an author dealt with it; null again when it is asked and not answered since. */
  dealtWithAt?: Maybe<Scalars['DateTime']['output']>;
  firstAskedAt: Scalars['DateTime']['output'];
  id: Scalars['ID']['output'];
  language: Scalars['String']['output'];
  lastAskedAt: Scalars['DateTime']['output'];
  /** As it was put last. */
  question: Scalars['String']['output'];
  /** The lessons that were suggested instead. */
  suggestions: Array<Citation>;
};

export type UnansweredQuestionConnection = {
  __typename?: 'UnansweredQuestionConnection';
  edges: Array<UnansweredQuestionEdge>;
  pageInfo: PageInfo;
  totalCount: Scalars['Int']['output'];
};

export type UnansweredQuestionEdge = {
  __typename?: 'UnansweredQuestionEdge';
  cursor: Scalars['String']['output'];
  node: UnansweredQuestion;
};

export type User = {
  __typename?: 'User';
  /** The caller's own; null for anybody else. */
  askQuota?: Maybe<AskQuota>;
  /** Newest first; of one conversation, where it is named. */
  assistantAnswers?: Maybe<AssistantAnswerConnection>;
  /** The one asked in last comes first. */
  assistantConversations?: Maybe<AssistantConversationConnection>;
  id: Scalars['ID']['output'];
};


export type UserassistantAnswersArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  conversationId?: InputMaybe<Scalars['ID']['input']>;
  first?: Scalars['Int']['input'];
};


export type UserassistantConversationsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: Scalars['Int']['input'];
};



export type ResolverTypeWrapper<T> = Promise<T> | T;

export type ReferenceResolver<TResult, TReference, TContext> = (
      reference: TReference,
      context: TContext,
      info: GraphQLResolveInfo
    ) => Promise<TResult> | TResult;

      type ScalarCheck<T, S> = S extends true ? T : NullableCheck<T, S>;
      type NullableCheck<T, S> = Maybe<T> extends T ? Maybe<ListCheck<NonNullable<T>, S>> : ListCheck<T, S>;
      type ListCheck<T, S> = T extends (infer U)[] ? NullableCheck<U, S>[] : GraphQLRecursivePick<T, S>;
      export type GraphQLRecursivePick<T, S> = { [K in keyof T & keyof S]: ScalarCheck<T[K], S[K]> };
    

export type ResolverWithResolve<TResult, TParent, TContext, TArgs> = {
  resolve: ResolverFn<TResult, TParent, TContext, TArgs>;
};
export type Resolver<TResult, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = ResolverFn<TResult, TParent, TContext, TArgs> | ResolverWithResolve<TResult, TParent, TContext, TArgs>;

export type ResolverFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => Promise<TResult> | TResult;

export type SubscriptionSubscribeFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => AsyncIterable<TResult> | Promise<AsyncIterable<TResult>>;

export type SubscriptionResolveFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;

export interface SubscriptionSubscriberObject<TResult, TKey extends string, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<{ [key in TKey]: TResult }, TParent, TContext, TArgs>;
  resolve?: SubscriptionResolveFn<TResult, { [key in TKey]: TResult }, TContext, TArgs>;
}

export interface SubscriptionResolverObject<TResult, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<any, TParent, TContext, TArgs>;
  resolve: SubscriptionResolveFn<TResult, any, TContext, TArgs>;
}

export type SubscriptionObject<TResult, TKey extends string, TParent, TContext, TArgs> =
  | SubscriptionSubscriberObject<TResult, TKey, TParent, TContext, TArgs>
  | SubscriptionResolverObject<TResult, TParent, TContext, TArgs>;

export type SubscriptionResolver<TResult, TKey extends string, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> =
  | ((...args: any[]) => SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>)
  | SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>;

export type TypeResolveFn<TTypes, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (
  parent: TParent,
  context: TContext,
  info: GraphQLResolveInfo
) => Maybe<TTypes> | Promise<Maybe<TTypes>>;

export type IsTypeOfResolverFn<T = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (obj: T, context: TContext, info: GraphQLResolveInfo) => boolean | Promise<boolean>;

export type NextResolverFn<T> = () => Promise<T>;

export type DirectiveResolverFn<TResult = Record<PropertyKey, never>, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = (
  next: NextResolverFn<TResult>,
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;

/** Mapping of federation types */
export type FederationTypes = {
  AssistantAnswer: AssistantAnswer;
  Concept: Concept;
  Document: Document;
  PersonalData: PersonalData;
  User: User;
};

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
  AssistantAnswer:
    ( { __typename: 'AssistantAnswer' }
    & GraphQLRecursivePick<FederationTypes['AssistantAnswer'], {"id":true}> );
  Concept:
    ( { __typename: 'Concept' }
    & GraphQLRecursivePick<FederationTypes['Concept'], {"id":true}> );
  Document:
    ( { __typename: 'Document' }
    & GraphQLRecursivePick<FederationTypes['Document'], {"id":true}> );
  PersonalData:
    ( { __typename: 'PersonalData' }
    & GraphQLRecursivePick<FederationTypes['PersonalData'], {"id":true}> );
  User:
    ( { __typename: 'User' }
    & GraphQLRecursivePick<FederationTypes['User'], {"id":true}> );
};



/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  AnswerChunk: ResolverTypeWrapper<AnswerChunkMapper>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  AnswerMode: ResolverTypeWrapper<'GENERATED' | 'EXTRACTIVE' | 'NONE_FOUND'>;
  AskInput: AskInput;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  AskQuota: ResolverTypeWrapper<AskQuotaMapper>;
  AssistantAnswer: ResolverTypeWrapper<AssistantAnswerMapper>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  AssistantAnswerConnection: ResolverTypeWrapper<Omit<AssistantAnswerConnection, 'edges'> & { edges: Array<ResolversTypes['AssistantAnswerEdge']> }>;
  AssistantAnswerEdge: ResolverTypeWrapper<Omit<AssistantAnswerEdge, 'node'> & { node: ResolversTypes['AssistantAnswer'] }>;
  AssistantConversation: ResolverTypeWrapper<AssistantConversationMapper>;
  AssistantConversationConnection: ResolverTypeWrapper<Omit<AssistantConversationConnection, 'edges'> & { edges: Array<ResolversTypes['AssistantConversationEdge']> }>;
  AssistantConversationEdge: ResolverTypeWrapper<Omit<AssistantConversationEdge, 'node'> & { node: ResolversTypes['AssistantConversation'] }>;
  Citation: ResolverTypeWrapper<CitationMapper>;
  Float: ResolverTypeWrapper<Scalars['Float']['output']>;
  Concept: ResolverTypeWrapper<ConceptMapper>;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  Document: ResolverTypeWrapper<DocumentMapper>;
  DocumentConnection: ResolverTypeWrapper<Omit<DocumentConnection, 'edges'> & { edges: Array<ResolversTypes['DocumentEdge']> }>;
  DocumentEdge: ResolverTypeWrapper<Omit<DocumentEdge, 'node'> & { node: ResolversTypes['Document'] }>;
  DocumentFormat: ResolverTypeWrapper<'MARKDOWN' | 'RST' | 'HTML' | 'NOTEBOOK' | 'PYTHON' | 'TEXT' | 'PDF'>;
  DocumentPassage: ResolverTypeWrapper<DocumentPassageMapper>;
  DocumentPassageConnection: ResolverTypeWrapper<Omit<DocumentPassageConnection, 'edges'> & { edges: Array<ResolversTypes['DocumentPassageEdge']> }>;
  DocumentPassageEdge: ResolverTypeWrapper<Omit<DocumentPassageEdge, 'node'> & { node: ResolversTypes['DocumentPassage'] }>;
  IndexDocumentInput: IndexDocumentInput;
  IndexingStatus: ResolverTypeWrapper<'PENDING' | 'READY' | 'FAILED'>;
  JSON: ResolverTypeWrapper<Scalars['JSON']['output']>;
  LearnerLevel: ResolverTypeWrapper<'BEGINNER' | 'INTERMEDIATE' | 'ADVANCED'>;
  LessonPassage: ResolverTypeWrapper<LessonPassageMapper>;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  PersonalData: ResolverTypeWrapper<PersonalDataMapper>;
  PreviewPromptInput: PreviewPromptInput;
  PromptMessage: ResolverTypeWrapper<PromptMessage>;
  PromptPreview: ResolverTypeWrapper<PromptPreviewMapper>;
  PromptSituation: ResolverTypeWrapper<'FREE' | 'IN_QUEST' | 'ERROR_MESSAGE'>;
  PromptTemplate: ResolverTypeWrapper<PromptTemplateMapper>;
  PromptTemplateVersion: ResolverTypeWrapper<PromptTemplateVersionMapper>;
  PromptTemplateVersionConnection: ResolverTypeWrapper<Omit<PromptTemplateVersionConnection, 'edges'> & { edges: Array<ResolversTypes['PromptTemplateVersionEdge']> }>;
  PromptTemplateVersionEdge: ResolverTypeWrapper<Omit<PromptTemplateVersionEdge, 'node'> & { node: ResolversTypes['PromptTemplateVersion'] }>;
  PublishPromptTemplateInput: PublishPromptTemplateInput;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  QueryType: ResolverTypeWrapper<'CODE_HELP' | 'CONCEPT' | 'DEBUG' | 'EXERCISE'>;
  RatedAnswer: ResolverTypeWrapper<RatedAnswerMapper>;
  RatedAnswerConnection: ResolverTypeWrapper<Omit<RatedAnswerConnection, 'edges'> & { edges: Array<ResolversTypes['RatedAnswerEdge']> }>;
  RatedAnswerEdge: ResolverTypeWrapper<Omit<RatedAnswerEdge, 'node'> & { node: ResolversTypes['RatedAnswer'] }>;
  SavePromptTemplateInput: SavePromptTemplateInput;
  ScoredPassage: ResolverTypeWrapper<ScoredPassageMapper>;
  Subscription: ResolverTypeWrapper<Record<PropertyKey, never>>;
  UnansweredQuestion: ResolverTypeWrapper<UnansweredQuestionMapper>;
  UnansweredQuestionConnection: ResolverTypeWrapper<Omit<UnansweredQuestionConnection, 'edges'> & { edges: Array<ResolversTypes['UnansweredQuestionEdge']> }>;
  UnansweredQuestionEdge: ResolverTypeWrapper<Omit<UnansweredQuestionEdge, 'node'> & { node: ResolversTypes['UnansweredQuestion'] }>;
  User: ResolverTypeWrapper<UserMapper>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  AnswerChunk: AnswerChunkMapper;
  Int: Scalars['Int']['output'];
  AskInput: AskInput;
  ID: Scalars['ID']['output'];
  AskQuota: AskQuotaMapper;
  AssistantAnswer: AssistantAnswerMapper;
  Boolean: Scalars['Boolean']['output'];
  AssistantAnswerConnection: Omit<AssistantAnswerConnection, 'edges'> & { edges: Array<ResolversParentTypes['AssistantAnswerEdge']> };
  AssistantAnswerEdge: Omit<AssistantAnswerEdge, 'node'> & { node: ResolversParentTypes['AssistantAnswer'] };
  AssistantConversation: AssistantConversationMapper;
  AssistantConversationConnection: Omit<AssistantConversationConnection, 'edges'> & { edges: Array<ResolversParentTypes['AssistantConversationEdge']> };
  AssistantConversationEdge: Omit<AssistantConversationEdge, 'node'> & { node: ResolversParentTypes['AssistantConversation'] };
  Citation: CitationMapper;
  Float: Scalars['Float']['output'];
  Concept: ConceptMapper;
  DateTime: Scalars['DateTime']['output'];
  Document: DocumentMapper;
  DocumentConnection: Omit<DocumentConnection, 'edges'> & { edges: Array<ResolversParentTypes['DocumentEdge']> };
  DocumentEdge: Omit<DocumentEdge, 'node'> & { node: ResolversParentTypes['Document'] };
  DocumentPassage: DocumentPassageMapper;
  DocumentPassageConnection: Omit<DocumentPassageConnection, 'edges'> & { edges: Array<ResolversParentTypes['DocumentPassageEdge']> };
  DocumentPassageEdge: Omit<DocumentPassageEdge, 'node'> & { node: ResolversParentTypes['DocumentPassage'] };
  IndexDocumentInput: IndexDocumentInput;
  JSON: Scalars['JSON']['output'];
  LessonPassage: LessonPassageMapper;
  Mutation: Record<PropertyKey, never>;
  PageInfo: PageInfo;
  PersonalData: PersonalDataMapper;
  PreviewPromptInput: PreviewPromptInput;
  PromptMessage: PromptMessage;
  PromptPreview: PromptPreviewMapper;
  PromptTemplate: PromptTemplateMapper;
  PromptTemplateVersion: PromptTemplateVersionMapper;
  PromptTemplateVersionConnection: Omit<PromptTemplateVersionConnection, 'edges'> & { edges: Array<ResolversParentTypes['PromptTemplateVersionEdge']> };
  PromptTemplateVersionEdge: Omit<PromptTemplateVersionEdge, 'node'> & { node: ResolversParentTypes['PromptTemplateVersion'] };
  PublishPromptTemplateInput: PublishPromptTemplateInput;
  Query: Record<PropertyKey, never>;
  RatedAnswer: RatedAnswerMapper;
  RatedAnswerConnection: Omit<RatedAnswerConnection, 'edges'> & { edges: Array<ResolversParentTypes['RatedAnswerEdge']> };
  RatedAnswerEdge: Omit<RatedAnswerEdge, 'node'> & { node: ResolversParentTypes['RatedAnswer'] };
  SavePromptTemplateInput: SavePromptTemplateInput;
  ScoredPassage: ScoredPassageMapper;
  Subscription: Record<PropertyKey, never>;
  UnansweredQuestion: UnansweredQuestionMapper;
  UnansweredQuestionConnection: Omit<UnansweredQuestionConnection, 'edges'> & { edges: Array<ResolversParentTypes['UnansweredQuestionEdge']> };
  UnansweredQuestionEdge: Omit<UnansweredQuestionEdge, 'node'> & { node: ResolversParentTypes['UnansweredQuestion'] };
  User: UserMapper;
  String: Scalars['String']['output'];
};

export type accessDirectiveArgs = {
  rule: Scalars['String']['input'];
};

export type accessDirectiveResolver<Result, Parent, ContextType = RagContext, Args = accessDirectiveArgs> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

export type deliveryDirectiveArgs = {
  mode: Scalars['String']['input'];
};

export type deliveryDirectiveResolver<Result, Parent, ContextType = RagContext, Args = deliveryDirectiveArgs> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

export type AnswerChunkResolvers<ContextType = RagContext, ParentType extends ResolversParentTypes['AnswerChunk'] = ResolversParentTypes['AnswerChunk']> = {
  answer?: Resolver<Maybe<ResolversTypes['AssistantAnswer']>, ParentType, ContextType>;
  delta?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  queuePosition?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type AnswerModeResolvers = EnumResolverSignature<{ EXTRACTIVE?: any, GENERATED?: any, NONE_FOUND?: any }, ResolversTypes['AnswerMode']>;

export type AskQuotaResolvers<ContextType = RagContext, ParentType extends ResolversParentTypes['AskQuota'] = ResolversParentTypes['AskQuota']> = {
  generatedLimit?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  generatedRemaining?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  limit?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  remaining?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  resetsAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
};

export type AssistantAnswerResolvers<ContextType = RagContext, ParentType extends ResolversParentTypes['AssistantAnswer'] = ResolversParentTypes['AssistantAnswer'], FederationReferenceType extends FederationReferenceTypes['AssistantAnswer'] = FederationReferenceTypes['AssistantAnswer']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['AssistantAnswer']> | FederationReferenceType, FederationReferenceType, ContextType>;
  askQuota?: Resolver<Maybe<ResolversTypes['AskQuota']>, ParentType, ContextType>;
  asker?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
  citations?: Resolver<Array<ResolversTypes['Citation']>, ParentType, ContextType>;
  comment?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  conversationId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  fromCache?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  helpful?: Resolver<Maybe<ResolversTypes['Boolean']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  latencyMs?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  mode?: Resolver<ResolversTypes['AnswerMode'], ParentType, ContextType>;
  model?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  query?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  queryType?: Resolver<ResolversTypes['QueryType'], ParentType, ContextType>;
  suggestions?: Resolver<Array<ResolversTypes['Citation']>, ParentType, ContextType>;
  text?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type AssistantAnswerConnectionResolvers<ContextType = RagContext, ParentType extends ResolversParentTypes['AssistantAnswerConnection'] = ResolversParentTypes['AssistantAnswerConnection']> = {
  edges?: Resolver<Array<ResolversTypes['AssistantAnswerEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type AssistantAnswerEdgeResolvers<ContextType = RagContext, ParentType extends ResolversParentTypes['AssistantAnswerEdge'] = ResolversParentTypes['AssistantAnswerEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['AssistantAnswer'], ParentType, ContextType>;
};

export type AssistantConversationResolvers<ContextType = RagContext, ParentType extends ResolversParentTypes['AssistantConversation'] = ResolversParentTypes['AssistantConversation']> = {
  answerCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  lastAskedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  startedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  title?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type AssistantConversationConnectionResolvers<ContextType = RagContext, ParentType extends ResolversParentTypes['AssistantConversationConnection'] = ResolversParentTypes['AssistantConversationConnection']> = {
  edges?: Resolver<Array<ResolversTypes['AssistantConversationEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type AssistantConversationEdgeResolvers<ContextType = RagContext, ParentType extends ResolversParentTypes['AssistantConversationEdge'] = ResolversParentTypes['AssistantConversationEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['AssistantConversation'], ParentType, ContextType>;
};

export type CitationResolvers<ContextType = RagContext, ParentType extends ResolversParentTypes['Citation'] = ResolversParentTypes['Citation']> = {
  document?: Resolver<Maybe<ResolversTypes['Document']>, ParentType, ContextType>;
  excerpt?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  heading?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  score?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  title?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  url?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type ConceptResolvers<ContextType = RagContext, ParentType extends ResolversParentTypes['Concept'] = ResolversParentTypes['Concept'], FederationReferenceType extends FederationReferenceTypes['Concept'] = FederationReferenceTypes['Concept']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Concept']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  lesson?: Resolver<Maybe<ResolversTypes['LessonPassage']>, ParentType, ContextType>;
};

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export type DocumentResolvers<ContextType = RagContext, ParentType extends ResolversParentTypes['Document'] = ResolversParentTypes['Document'], FederationReferenceType extends FederationReferenceTypes['Document'] = FederationReferenceTypes['Document']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Document']> | FederationReferenceType, FederationReferenceType, ContextType>;
  category?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  indexedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  language?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  passageCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  passages?: Resolver<Maybe<ResolversTypes['DocumentPassageConnection']>, ParentType, ContextType, RequireFields<DocumentpassagesArgs, 'first'>>;
  source?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['IndexingStatus'], ParentType, ContextType>;
  tags?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  title?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type DocumentConnectionResolvers<ContextType = RagContext, ParentType extends ResolversParentTypes['DocumentConnection'] = ResolversParentTypes['DocumentConnection']> = {
  edges?: Resolver<Array<ResolversTypes['DocumentEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type DocumentEdgeResolvers<ContextType = RagContext, ParentType extends ResolversParentTypes['DocumentEdge'] = ResolversParentTypes['DocumentEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Document'], ParentType, ContextType>;
};

export type DocumentFormatResolvers = EnumResolverSignature<{ HTML?: any, MARKDOWN?: any, NOTEBOOK?: any, PDF?: any, PYTHON?: any, RST?: any, TEXT?: any }, ResolversTypes['DocumentFormat']>;

export type DocumentPassageResolvers<ContextType = RagContext, ParentType extends ResolversParentTypes['DocumentPassage'] = ResolversParentTypes['DocumentPassage']> = {
  headings?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  position?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  text?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type DocumentPassageConnectionResolvers<ContextType = RagContext, ParentType extends ResolversParentTypes['DocumentPassageConnection'] = ResolversParentTypes['DocumentPassageConnection']> = {
  edges?: Resolver<Array<ResolversTypes['DocumentPassageEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type DocumentPassageEdgeResolvers<ContextType = RagContext, ParentType extends ResolversParentTypes['DocumentPassageEdge'] = ResolversParentTypes['DocumentPassageEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['DocumentPassage'], ParentType, ContextType>;
};

export type IndexingStatusResolvers = EnumResolverSignature<{ FAILED?: any, PENDING?: any, READY?: any }, ResolversTypes['IndexingStatus']>;

export interface JSONScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['JSON'], any> {
  name: 'JSON';
}

export type LearnerLevelResolvers = EnumResolverSignature<{ ADVANCED?: any, BEGINNER?: any, INTERMEDIATE?: any }, ResolversTypes['LearnerLevel']>;

export type LessonPassageResolvers<ContextType = RagContext, ParentType extends ResolversParentTypes['LessonPassage'] = ResolversParentTypes['LessonPassage']> = {
  document?: Resolver<ResolversTypes['Document'], ParentType, ContextType>;
  excerpt?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  heading?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  text?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  title?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  url?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type MutationResolvers<ContextType = RagContext, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  ask?: Resolver<ResolversTypes['AssistantAnswer'], ParentType, ContextType, RequireFields<MutationaskArgs, 'input'>>;
  deleteConversation?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType, RequireFields<MutationdeleteConversationArgs, 'id'>>;
  deleteDocument?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType, RequireFields<MutationdeleteDocumentArgs, 'id'>>;
  indexDocument?: Resolver<ResolversTypes['Document'], ParentType, ContextType, RequireFields<MutationindexDocumentArgs, 'input'>>;
  markUnansweredQuestion?: Resolver<ResolversTypes['UnansweredQuestion'], ParentType, ContextType, RequireFields<MutationmarkUnansweredQuestionArgs, 'dealtWith' | 'id'>>;
  publishPromptTemplate?: Resolver<ResolversTypes['PromptTemplate'], ParentType, ContextType, RequireFields<MutationpublishPromptTemplateArgs, 'input'>>;
  rateAnswer?: Resolver<ResolversTypes['AssistantAnswer'], ParentType, ContextType, RequireFields<MutationrateAnswerArgs, 'answerId' | 'helpful'>>;
  savePromptTemplate?: Resolver<ResolversTypes['PromptTemplateVersion'], ParentType, ContextType, RequireFields<MutationsavePromptTemplateArgs, 'input'>>;
};

export type PageInfoResolvers<ContextType = RagContext, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hasPreviousPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  startCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type PersonalDataResolvers<ContextType = RagContext, ParentType extends ResolversParentTypes['PersonalData'] = ResolversParentTypes['PersonalData'], FederationReferenceType extends FederationReferenceTypes['PersonalData'] = FederationReferenceTypes['PersonalData']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['PersonalData']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  questions?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType, Partial<PersonalDataquestionsArgs>>;
};

export type PromptMessageResolvers<ContextType = RagContext, ParentType extends ResolversParentTypes['PromptMessage'] = ResolversParentTypes['PromptMessage']> = {
  content?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  role?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type PromptPreviewResolvers<ContextType = RagContext, ParentType extends ResolversParentTypes['PromptPreview'] = ResolversParentTypes['PromptPreview']> = {
  messages?: Resolver<Array<ResolversTypes['PromptMessage']>, ParentType, ContextType>;
  passages?: Resolver<Array<ResolversTypes['ScoredPassage']>, ParentType, ContextType>;
  situation?: Resolver<ResolversTypes['PromptSituation'], ParentType, ContextType>;
  template?: Resolver<ResolversTypes['PromptTemplate'], ParentType, ContextType>;
  version?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type PromptSituationResolvers = EnumResolverSignature<{ ERROR_MESSAGE?: any, FREE?: any, IN_QUEST?: any }, ResolversTypes['PromptSituation']>;

export type PromptTemplateResolvers<ContextType = RagContext, ParentType extends ResolversParentTypes['PromptTemplate'] = ResolversParentTypes['PromptTemplate']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  language?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  level?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  newestVersion?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  publishedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  publishedBy?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
  queryType?: Resolver<ResolversTypes['QueryType'], ParentType, ContextType>;
  situation?: Resolver<ResolversTypes['PromptSituation'], ParentType, ContextType>;
  template?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  title?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  versions?: Resolver<Maybe<ResolversTypes['PromptTemplateVersionConnection']>, ParentType, ContextType, RequireFields<PromptTemplateversionsArgs, 'first'>>;
};

export type PromptTemplateVersionResolvers<ContextType = RagContext, ParentType extends ResolversParentTypes['PromptTemplateVersion'] = ResolversParentTypes['PromptTemplateVersion']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  isInUse?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  savedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  savedBy?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
  template?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  title?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type PromptTemplateVersionConnectionResolvers<ContextType = RagContext, ParentType extends ResolversParentTypes['PromptTemplateVersionConnection'] = ResolversParentTypes['PromptTemplateVersionConnection']> = {
  edges?: Resolver<Array<ResolversTypes['PromptTemplateVersionEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type PromptTemplateVersionEdgeResolvers<ContextType = RagContext, ParentType extends ResolversParentTypes['PromptTemplateVersionEdge'] = ResolversParentTypes['PromptTemplateVersionEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['PromptTemplateVersion'], ParentType, ContextType>;
};

export type QueryResolvers<ContextType = RagContext, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  assistantAnswer?: Resolver<Maybe<ResolversTypes['AssistantAnswer']>, ParentType, ContextType, RequireFields<QueryassistantAnswerArgs, 'id'>>;
  documents?: Resolver<Maybe<ResolversTypes['DocumentConnection']>, ParentType, ContextType, RequireFields<QuerydocumentsArgs, 'first'>>;
  previewPrompt?: Resolver<Maybe<ResolversTypes['PromptPreview']>, ParentType, ContextType, RequireFields<QuerypreviewPromptArgs, 'input'>>;
  promptTemplate?: Resolver<Maybe<ResolversTypes['PromptTemplate']>, ParentType, ContextType, RequireFields<QuerypromptTemplateArgs, 'id'>>;
  promptTemplates?: Resolver<Maybe<Array<ResolversTypes['PromptTemplate']>>, ParentType, ContextType, Partial<QuerypromptTemplatesArgs>>;
  ratedAnswers?: Resolver<Maybe<ResolversTypes['RatedAnswerConnection']>, ParentType, ContextType, RequireFields<QueryratedAnswersArgs, 'first' | 'helpful'>>;
  searchPassages?: Resolver<Maybe<Array<ResolversTypes['ScoredPassage']>>, ParentType, ContextType, RequireFields<QuerysearchPassagesArgs, 'first' | 'query'>>;
  unansweredQuestions?: Resolver<Maybe<ResolversTypes['UnansweredQuestionConnection']>, ParentType, ContextType, RequireFields<QueryunansweredQuestionsArgs, 'dealtWith' | 'first'>>;
};

export type QueryTypeResolvers = EnumResolverSignature<{ CODE_HELP?: any, CONCEPT?: any, DEBUG?: any, EXERCISE?: any }, ResolversTypes['QueryType']>;

export type RatedAnswerResolvers<ContextType = RagContext, ParentType extends ResolversParentTypes['RatedAnswer'] = ResolversParentTypes['RatedAnswer']> = {
  askedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  citations?: Resolver<Array<ResolversTypes['Citation']>, ParentType, ContextType>;
  comment?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  helpful?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  language?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  mode?: Resolver<ResolversTypes['AnswerMode'], ParentType, ContextType>;
  model?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  queryType?: Resolver<ResolversTypes['QueryType'], ParentType, ContextType>;
  question?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  text?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type RatedAnswerConnectionResolvers<ContextType = RagContext, ParentType extends ResolversParentTypes['RatedAnswerConnection'] = ResolversParentTypes['RatedAnswerConnection']> = {
  edges?: Resolver<Array<ResolversTypes['RatedAnswerEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type RatedAnswerEdgeResolvers<ContextType = RagContext, ParentType extends ResolversParentTypes['RatedAnswerEdge'] = ResolversParentTypes['RatedAnswerEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['RatedAnswer'], ParentType, ContextType>;
};

export type ScoredPassageResolvers<ContextType = RagContext, ParentType extends ResolversParentTypes['ScoredPassage'] = ResolversParentTypes['ScoredPassage']> = {
  document?: Resolver<ResolversTypes['Document'], ParentType, ContextType>;
  heading?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  score?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  text?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type SubscriptionResolvers<ContextType = RagContext, ParentType extends ResolversParentTypes['Subscription'] = ResolversParentTypes['Subscription']> = {
  answerStream?: SubscriptionResolver<ResolversTypes['AnswerChunk'], "answerStream", ParentType, ContextType, RequireFields<SubscriptionanswerStreamArgs, 'input'>>;
};

export type UnansweredQuestionResolvers<ContextType = RagContext, ParentType extends ResolversParentTypes['UnansweredQuestion'] = ResolversParentTypes['UnansweredQuestion']> = {
  askerCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  count?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  dealtWithAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  firstAskedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  language?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  lastAskedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  question?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  suggestions?: Resolver<Array<ResolversTypes['Citation']>, ParentType, ContextType>;
};

export type UnansweredQuestionConnectionResolvers<ContextType = RagContext, ParentType extends ResolversParentTypes['UnansweredQuestionConnection'] = ResolversParentTypes['UnansweredQuestionConnection']> = {
  edges?: Resolver<Array<ResolversTypes['UnansweredQuestionEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type UnansweredQuestionEdgeResolvers<ContextType = RagContext, ParentType extends ResolversParentTypes['UnansweredQuestionEdge'] = ResolversParentTypes['UnansweredQuestionEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['UnansweredQuestion'], ParentType, ContextType>;
};

export type UserResolvers<ContextType = RagContext, ParentType extends ResolversParentTypes['User'] = ResolversParentTypes['User'], FederationReferenceType extends FederationReferenceTypes['User'] = FederationReferenceTypes['User']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['User']> | FederationReferenceType, FederationReferenceType, ContextType>;
  askQuota?: Resolver<Maybe<ResolversTypes['AskQuota']>, ParentType, ContextType>;
  assistantAnswers?: Resolver<Maybe<ResolversTypes['AssistantAnswerConnection']>, ParentType, ContextType, RequireFields<UserassistantAnswersArgs, 'first'>>;
  assistantConversations?: Resolver<Maybe<ResolversTypes['AssistantConversationConnection']>, ParentType, ContextType, RequireFields<UserassistantConversationsArgs, 'first'>>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type Resolvers<ContextType = RagContext> = {
  AnswerChunk?: AnswerChunkResolvers<ContextType>;
  AnswerMode?: AnswerModeResolvers;
  AskQuota?: AskQuotaResolvers<ContextType>;
  AssistantAnswer?: AssistantAnswerResolvers<ContextType>;
  AssistantAnswerConnection?: AssistantAnswerConnectionResolvers<ContextType>;
  AssistantAnswerEdge?: AssistantAnswerEdgeResolvers<ContextType>;
  AssistantConversation?: AssistantConversationResolvers<ContextType>;
  AssistantConversationConnection?: AssistantConversationConnectionResolvers<ContextType>;
  AssistantConversationEdge?: AssistantConversationEdgeResolvers<ContextType>;
  Citation?: CitationResolvers<ContextType>;
  Concept?: ConceptResolvers<ContextType>;
  DateTime?: GraphQLScalarType;
  Document?: DocumentResolvers<ContextType>;
  DocumentConnection?: DocumentConnectionResolvers<ContextType>;
  DocumentEdge?: DocumentEdgeResolvers<ContextType>;
  DocumentFormat?: DocumentFormatResolvers;
  DocumentPassage?: DocumentPassageResolvers<ContextType>;
  DocumentPassageConnection?: DocumentPassageConnectionResolvers<ContextType>;
  DocumentPassageEdge?: DocumentPassageEdgeResolvers<ContextType>;
  IndexingStatus?: IndexingStatusResolvers;
  JSON?: GraphQLScalarType;
  LearnerLevel?: LearnerLevelResolvers;
  LessonPassage?: LessonPassageResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  PersonalData?: PersonalDataResolvers<ContextType>;
  PromptMessage?: PromptMessageResolvers<ContextType>;
  PromptPreview?: PromptPreviewResolvers<ContextType>;
  PromptSituation?: PromptSituationResolvers;
  PromptTemplate?: PromptTemplateResolvers<ContextType>;
  PromptTemplateVersion?: PromptTemplateVersionResolvers<ContextType>;
  PromptTemplateVersionConnection?: PromptTemplateVersionConnectionResolvers<ContextType>;
  PromptTemplateVersionEdge?: PromptTemplateVersionEdgeResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  QueryType?: QueryTypeResolvers;
  RatedAnswer?: RatedAnswerResolvers<ContextType>;
  RatedAnswerConnection?: RatedAnswerConnectionResolvers<ContextType>;
  RatedAnswerEdge?: RatedAnswerEdgeResolvers<ContextType>;
  ScoredPassage?: ScoredPassageResolvers<ContextType>;
  Subscription?: SubscriptionResolvers<ContextType>;
  UnansweredQuestion?: UnansweredQuestionResolvers<ContextType>;
  UnansweredQuestionConnection?: UnansweredQuestionConnectionResolvers<ContextType>;
  UnansweredQuestionEdge?: UnansweredQuestionEdgeResolvers<ContextType>;
  User?: UserResolvers<ContextType>;
};

export type DirectiveResolvers<ContextType = RagContext> = {
  access?: accessDirectiveResolver<any, any, ContextType>;
  delivery?: deliveryDirectiveResolver<any, any, ContextType>;
};
