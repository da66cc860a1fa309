import { type Connection, type Model, Schema } from 'mongoose';
import type { Level } from './prompt-template.model.js';

/** What a learner wants from an answer. */
export type QueryType = 'CODE_HELP' | 'CONCEPT' | 'DEBUG' | 'EXERCISE';

/** How the text came about: written by the model, quoted from passages, or an apology with suggestions. */
export type AnswerMode = 'GENERATED' | 'EXTRACTIVE' | 'NONE_FOUND';

/** A passage an answer rests on, as it was then: title and excerpt stay when the document goes. */
export interface CitationRecord {
  documentId: string;
  title: string;
  heading: string | null;
  excerpt: string;
  url: string | null;
  score: number;
}

/** One answer to one learner. Never shared: two learners with one question have two answers. */
export interface AnswerRecord {
  /** uuid v7. */
  _id: string;
  userId: string;
  conversationId: string;
  query: string;
  queryType: QueryType;
  language: string;
  text: string;
  mode: AnswerMode;
  /** The model's name when mode is GENERATED. */
  model: string | null;
  citations: CitationRecord[];
  fromCache: boolean;
  latencyMs: number;
  createdAt: Date;
  helpful: boolean | null;
  comment: string | null;
  /** The client's key, unique for the user; absent when none was given. */
  idempotencyKey?: string;
  /** What the question said beside what stands above, with a key: absent in records that are older than these fields. */
  level?: Level | null;
  questId?: string | null;
  /** Whether the question was completed from those before it. */
  followsUp?: boolean;
  /** Where to read instead, when nothing was found. */
  suggestions?: CitationRecord[];
  /** Whether what was found is kept back for the asker's quest. */
  withheld?: boolean;
  /** What authors see of a question that nothing answers. */
  gap?: GapRecord;
}

/** A question that nothing answers, without its asker. */
export interface GapRecord {
  /** The same for all questions that ask the same. */
  key: string;
  /** The question with addresses and numbers masked. */
  question: string;
}

const citation = new Schema<CitationRecord>(
  {
    documentId: { type: String, required: true },
    title: { type: String, required: true },
    heading: { type: String, default: null },
    excerpt: { type: String, required: true },
    url: { type: String, default: null },
    score: { type: Number, required: true },
  },
  { _id: false },
);

const gap = new Schema<GapRecord>(
  { key: { type: String, required: true }, question: { type: String, required: true } },
  { _id: false },
);

const schema = new Schema<AnswerRecord>(
  {
    _id: { type: String, required: true },
    userId: { type: String, required: true },
    conversationId: { type: String, required: true },
    query: { type: String, required: true },
    queryType: { type: String, required: true, enum: ['CODE_HELP', 'CONCEPT', 'DEBUG', 'EXERCISE'] },
    language: { type: String, required: true },
    text: { type: String, required: true },
    mode: { type: String, required: true, enum: ['GENERATED', 'EXTRACTIVE', 'NONE_FOUND'] },
    model: { type: String, default: null },
    citations: { type: [citation], required: true },
    fromCache: { type: Boolean, required: true },
    latencyMs: { type: Number, required: true },
    createdAt: { type: Date, required: true },
    helpful: { type: Boolean, default: null },
    comment: { type: String, default: null },
    idempotencyKey: { type: String },
    level: { type: String },
    questId: { type: String },
    followsUp: { type: Boolean },
    suggestions: { type: [citation], default: undefined },
    withheld: { type: Boolean },
    gap: { type: gap },
  },
  { collection: 'answers', versionKey: false, autoIndex: false },
);

/** The answers collection of a connection. */
export const answerModel = (connection: Connection): Model<AnswerRecord> =>
  connection.model<AnswerRecord>('Answer', schema);
