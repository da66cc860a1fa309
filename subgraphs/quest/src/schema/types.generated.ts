import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { ActivityDayMapper, ConceptMasteryMapper, LearningAnalyticsMapper, ProgressWeekMapper, QuestRecommendationMapper } from './analytics/schema.mappers.js';
import type { AnswerResultMapper } from './attempt/schema.mappers.js';
import type { DraftAnswerResultMapper, PublishedQuestMapper, QuestDraftMapper } from './authoring/schema.mappers.js';
import type { LeaderboardMapper, LeaderboardEntryMapper } from './leaderboard/schema.mappers.js';
import type { LearningDayMapper, QuestProgressMapper, QuestionProgressMapper, UserMapper } from './progress/schema.mappers.js';
import type { PersonalDataMapper, PrivacySettingsMapper } from './privacy/schema.mappers.js';
import type { QuestMapper, QuestCategoryMapper } from './quest/schema.mappers.js';
import type { ReviewItemMapper, ReviewResultMapper } from './review/schema.mappers.js';
import type { UnlockedAchievementMapper } from './achievement/schema.mappers.js';
import type { QuestContext } from '../context.js';
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

export type Achievement = {
  __typename?: 'Achievement';
  /** An SVG image as a data URL. */
  badgeUrl?: Maybe<Scalars['String']['output']>;
  description: Scalars['String']['output'];
  id: Scalars['ID']['output'];
  points: Scalars['Int']['output'];
  title: Scalars['String']['output'];
};

export type ActivityDay = {
  __typename?: 'ActivityDay';
  answerCount: Scalars['Int']['output'];
  correct: Scalars['Int']['output'];
  day: Scalars['String']['output'];
  /** Those of the answers that were given in review. */
  reviews: Scalars['Int']['output'];
  secondsSpent: Scalars['Int']['output'];
};

/** correct is null when NOT_GRADED: the attempt is kept, costs nothing and is graded later. */
export type AnswerResult = {
  __typename?: 'AnswerResult';
  achievementsUnlocked: Array<Achievement>;
  attemptsLeft?: Maybe<Scalars['Int']['output']>;
  correct?: Maybe<Scalars['Boolean']['output']>;
  explanation?: Maybe<Scalars['String']['output']>;
  feedback: Scalars['String']['output'];
  levelUp?: Maybe<Scalars['Int']['output']>;
  progress: QuestProgress;
  scoreAwarded: Scalars['Int']['output'];
  tests: Array<TestOutcome>;
  verdict: Verdict;
};

export type Choice = {
  __typename?: 'Choice';
  id: Scalars['ID']['output'];
  text: Scalars['String']['output'];
};

export type CodeQuestion = Question & {
  __typename?: 'CodeQuestion';
  hintCount: Scalars['Int']['output'];
  id: Scalars['ID']['output'];
  key: Scalars['String']['output'];
  points: Scalars['Int']['output'];
  prompt: Scalars['String']['output'];
  starterCode?: Maybe<Scalars['String']['output']>;
  visibleTests: Array<Scalars['String']['output']>;
};

/** Something that lessons teach and quests train. */
export type Concept = {
  __typename?: 'Concept';
  /** Slug of its lesson; with #words, a place in it: those words of the heading. */
  id: Scalars['ID']['output'];
};

export type ConceptMastery = {
  __typename?: 'ConceptMastery';
  about: Concept;
  /** 0 to 1. */
  accuracy: Scalars['Float']['output'];
  answerCount: Scalars['Int']['output'];
  /** Slug of its lesson. */
  concept: Scalars['String']['output'];
  /** 0 to 1: what the learner's last answers were worth, as far as they are still remembered. */
  mastery: Scalars['Float']['output'];
  questionsAnswered: Scalars['Int']['output'];
  questionsDue: Scalars['Int']['output'];
  questionsPublished: Scalars['Int']['output'];
};

export type Difficulty =
  | 'ADVANCED'
  | 'BEGINNER'
  | 'INTERMEDIATE';

/** What a learner would be told. Nothing is kept. */
export type DraftAnswerResult = {
  __typename?: 'DraftAnswerResult';
  explanation: Scalars['String']['output'];
  feedback: Scalars['String']['output'];
  scoreAwarded: Scalars['Int']['output'];
  tests: Array<DraftTestOutcome>;
  verdict: Verdict;
};

export type DraftTestOutcome = {
  __typename?: 'DraftTestOutcome';
  about?: Maybe<Concept>;
  actual?: Maybe<Scalars['String']['output']>;
  cause?: Maybe<FailureCause>;
  concept?: Maybe<Scalars['String']['output']>;
  expected?: Maybe<Scalars['String']['output']>;
  input?: Maybe<Scalars['String']['output']>;
  message?: Maybe<Scalars['String']['output']>;
  name: Scalars['String']['output'];
  passed: Scalars['Boolean']['output'];
};

/** error is the last line that Python prints; the learner explains it, one choice for each step. */
export type ExplainErrorQuestion = Question & {
  __typename?: 'ExplainErrorQuestion';
  code: Scalars['String']['output'];
  error: Scalars['String']['output'];
  hintCount: Scalars['Int']['output'];
  id: Scalars['ID']['output'];
  key: Scalars['String']['output'];
  points: Scalars['Int']['output'];
  prompt: Scalars['String']['output'];
  /** Lines typed while the program runs. */
  stdin: Array<Scalars['String']['output']>;
  steps: Array<ExplanationStep>;
};

export type ExplanationStep = {
  __typename?: 'ExplanationStep';
  choices: Array<Choice>;
  prompt: Scalars['String']['output'];
};

export type FailureCause =
  | 'EXCEPTION'
  | 'INFRASTRUCTURE'
  | 'MEMORY'
  | 'OUTPUT'
  | 'RECURSION'
  | 'SYNTAX'
  | 'TIMEOUT'
  | 'WRONG_RESULT';

/** template holds one ___ for each blank. */
export type FillInQuestion = Question & {
  __typename?: 'FillInQuestion';
  blankCount: Scalars['Int']['output'];
  hintCount: Scalars['Int']['output'];
  id: Scalars['ID']['output'];
  key: Scalars['String']['output'];
  points: Scalars['Int']['output'];
  prompt: Scalars['String']['output'];
  template: Scalars['String']['output'];
};

export type Leaderboard = {
  __typename?: 'Leaderboard';
  category?: Maybe<Scalars['String']['output']>;
  endsAt?: Maybe<Scalars['DateTime']['output']>;
  entries: Array<LeaderboardEntry>;
  me?: Maybe<LeaderboardEntry>;
  period: LeaderboardPeriod;
  startsAt?: Maybe<Scalars['DateTime']['output']>;
  totalPlayers: Scalars['Int']['output'];
  updatedAt: Scalars['DateTime']['output'];
};

/** id is stable for a player. One who stays anonymous has another id while they do, a name that is a pseudonym, and no user. */
export type LeaderboardEntry = {
  __typename?: 'LeaderboardEntry';
  id: Scalars['ID']['output'];
  name?: Maybe<Scalars['String']['output']>;
  rank: Scalars['Int']['output'];
  score: Scalars['Int']['output'];
  user?: Maybe<User>;
};

export type LeaderboardPeriod =
  | 'ALL_TIME'
  | 'DAILY'
  | 'MONTHLY'
  | 'WEEKLY';

export type LearnerStats = {
  __typename?: 'LearnerStats';
  /** Share of graded answers that were correct, 0 to 1. */
  accuracy: Scalars['Float']['output'];
  answersSubmitted: Scalars['Int']['output'];
  currentStreakDays: Scalars['Int']['output'];
  level: Scalars['Int']['output'];
  longestStreakDays: Scalars['Int']['output'];
  /** Distinct quests: completing one again does not count. */
  questsCompleted: Scalars['Int']['output'];
  /** Runs begun. */
  questsStarted: Scalars['Int']['output'];
  score: Scalars['Int']['output'];
  scoreToNextLevel: Scalars['Int']['output'];
  timeSpentSeconds: Scalars['Int']['output'];
};

/** A learner's own numbers. Days are the learner's, as 2026-11-22; what is not about concepts is about the days asked for. */
export type LearningAnalytics = {
  __typename?: 'LearningAnalytics';
  /** Share of graded answers that were right, 0 to 1; null without any. */
  accuracy?: Maybe<Scalars['Float']['output']>;
  /** In runs and in review. */
  answerCount: Scalars['Int']['output'];
  /** The days with an answer, in order. */
  calendar: Array<ActivityDay>;
  /** All that are taught, in learning order. */
  concepts: Array<ConceptMastery>;
  /** Every week, those without an answer included. */
  progress: Array<ProgressWeek>;
  secondsSpent: Scalars['Int']['output'];
  /** The first day that the numbers are about; today is the last one. */
  since: Scalars['String']['output'];
  /** Of those that the learner has met, weakest first. */
  weakestConcepts: Array<ConceptMastery>;
};


/** A learner's own numbers. Days are the learner's, as 2026-11-22; what is not about concepts is about the days asked for. */
export type LearningAnalyticsweakestConceptsArgs = {
  first?: Scalars['Int']['input'];
};

/** A learner's own day: when it ends, what is aimed at, what is done. Streaks count these days. */
export type LearningDay = {
  __typename?: 'LearningDay';
  /** Answers given today, right or wrong, in runs and in review. */
  answersToday: Scalars['Int']['output'];
  /** Answers aimed at each day. */
  dailyGoal: Scalars['Int']['output'];
  /** Midnight in that zone. */
  endsAt: Scalars['DateTime']['output'];
  goalReached: Scalars['Boolean']['output'];
  streakDays: Scalars['Int']['output'];
  /** Days that may be missed without losing the streak: one is earned every seven days of it, two can be saved up. */
  streakFreezes: Scalars['Int']['output'];
  /** IANA name, such as Europe/Paris; the platform's until the learner chooses one. */
  timeZone: Scalars['String']['output'];
};

export type MatchingQuestion = Question & {
  __typename?: 'MatchingQuestion';
  hintCount: Scalars['Int']['output'];
  id: Scalars['ID']['output'];
  key: Scalars['String']['output'];
  left: Array<Choice>;
  points: Scalars['Int']['output'];
  prompt: Scalars['String']['output'];
  right: Array<Choice>;
};

export type MultipleChoiceQuestion = Question & {
  __typename?: 'MultipleChoiceQuestion';
  choices: Array<Choice>;
  hintCount: Scalars['Int']['output'];
  id: Scalars['ID']['output'];
  key: Scalars['String']['output'];
  points: Scalars['Int']['output'];
  prompt: Scalars['String']['output'];
};

export type Mutation = {
  __typename?: 'Mutation';
  abandonQuest: QuestProgress;
  /** Gives the id. What is published stays. */
  discardQuestDraft: Scalars['ID']['output'];
  /** Gives the draft of a published quest, made from its newest version unless there is one already. */
  editQuest: QuestDraft;
  /** Grades all that the draft lists, then makes it the newest version. Learners who have begun finish the version they began. */
  publishQuestDraft: PublishedQuest;
  revealHint: QuestionProgress;
  /** BAD_USER_INPUT names every problem of the source, with its line. */
  saveQuestDraft: QuestDraft;
  /** Gives the progress already under way, if there is one. */
  startQuest: QuestProgress;
  submitAnswer: AnswerResult;
  /** Answers a question that is due. Counts as an attempt at it and for the streak and the daily goal, and earns no points. */
  submitReview: ReviewResult;
  tryDraftAnswer: DraftAnswerResult;
  /** Counts from the next answer on. */
  updateLearningDay: LearningDay;
  /** Takes effect at once, also on leaderboards that others follow live. */
  updatePrivacy: PrivacySettings;
};


export type MutationabandonQuestArgs = {
  progressId: Scalars['ID']['input'];
};


export type MutationdiscardQuestDraftArgs = {
  id: Scalars['ID']['input'];
  revision: Scalars['Int']['input'];
};


export type MutationeditQuestArgs = {
  questId: Scalars['ID']['input'];
};


export type MutationpublishQuestDraftArgs = {
  id: Scalars['ID']['input'];
  revision: Scalars['Int']['input'];
};


export type MutationrevealHintArgs = {
  progressId: Scalars['ID']['input'];
  questionId: Scalars['ID']['input'];
};


export type MutationsaveQuestDraftArgs = {
  input: SaveQuestDraftInput;
};


export type MutationstartQuestArgs = {
  questId: Scalars['ID']['input'];
};


export type MutationsubmitAnswerArgs = {
  input: SubmitAnswerInput;
};


export type MutationsubmitReviewArgs = {
  input: SubmitReviewInput;
};


export type MutationtryDraftAnswerArgs = {
  input: TryDraftAnswerInput;
};


export type MutationupdateLearningDayArgs = {
  input: UpdateLearningDayInput;
};


export type MutationupdatePrivacyArgs = {
  input: UpdatePrivacyInput;
};

export type OrderingQuestion = Question & {
  __typename?: 'OrderingQuestion';
  hintCount: Scalars['Int']['output'];
  id: Scalars['ID']['output'];
  indented: Scalars['Boolean']['output'];
  items: Array<Choice>;
  key: Scalars['String']['output'];
  points: Scalars['Int']['output'];
  prompt: Scalars['String']['output'];
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
   * Totals, achievements, leaderboards, settings, and as long lists runs, answers and what review keeps. A history too long
   * for one answer ends with `next`: ask again with it as `after` for what follows in each of these lists.
   */
  learning?: Maybe<Scalars['JSON']['output']>;
};


export type PersonalDatalearningArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
};

export type PredictOutputQuestion = Question & {
  __typename?: 'PredictOutputQuestion';
  code: Scalars['String']['output'];
  hintCount: Scalars['Int']['output'];
  id: Scalars['ID']['output'];
  key: Scalars['String']['output'];
  points: Scalars['Int']['output'];
  prompt: Scalars['String']['output'];
  /** Lines typed while the program runs. */
  stdin: Array<Scalars['String']['output']>;
};

/** How a learner appears to others. */
export type PrivacySettings = {
  __typename?: 'PrivacySettings';
  /** The learner is on no leaderboard. */
  absentFromLeaderboards: Scalars['Boolean']['output'];
  /** On leaderboards, a pseudonym stands for the learner, without a link to them. */
  anonymousOnLeaderboards: Scalars['Boolean']['output'];
  /** Nobody else sees stats and achievements. */
  hideStats: Scalars['Boolean']['output'];
  /** What leaderboards call the learner; null unless anonymous there. */
  pseudonym?: Maybe<Scalars['String']['output']>;
};

export type ProgressStatus =
  | 'ABANDONED'
  | 'COMPLETED'
  | 'IN_PROGRESS';

export type ProgressWeek = {
  __typename?: 'ProgressWeek';
  /** Null in a week without a graded answer. */
  accuracy?: Maybe<Scalars['Float']['output']>;
  answerCount: Scalars['Int']['output'];
  /** Answered correctly for the first time in this week. */
  questionsSolved: Scalars['Int']['output'];
  /** All that were by the end of this week. */
  questionsSolvedInAll: Scalars['Int']['output'];
  secondsSpent: Scalars['Int']['output'];
  /** Its Monday. */
  startsOn: Scalars['String']['output'];
};

/** Numbers about the whole platform. Who deleted their account stays counted in what was done. */
export type PublicStats = {
  __typename?: 'PublicStats';
  /** Those of them who began a quest or answered, in a run or in review, since midnight in the platform's time zone. */
  activeToday: Scalars['Int']['output'];
  /** Answers given in runs. */
  answersSubmitted: Scalars['Int']['output'];
  /** Who ever began a quest, or chose how their days count. */
  learners: Scalars['Int']['output'];
  /** Those of all learners: a quest that one learner completes again counts once, as in LearnerStats. */
  questsCompleted: Scalars['Int']['output'];
  questsPublished: Scalars['Int']['output'];
};

export type PublishedQuest = {
  __typename?: 'PublishedQuest';
  quest: Quest;
  version: Scalars['Int']['output'];
};

export type Query = {
  __typename?: 'Query';
  /** All that can be unlocked, in order of display. */
  achievements?: Maybe<Array<Achievement>>;
  categories?: Maybe<Array<QuestCategory>>;
  leaderboard?: Maybe<Leaderboard>;
  publicStats?: Maybe<PublicStats>;
  quest?: Maybe<Quest>;
  questDraft?: Maybe<QuestDraft>;
  /** The one changed last first. */
  questDrafts?: Maybe<QuestDraftConnection>;
  quests?: Maybe<QuestConnection>;
  /** What to do next, first things first. */
  recommendedQuests?: Maybe<Array<QuestRecommendation>>;
  /** What is due now, what has waited longest first. */
  reviewQueue?: Maybe<ReviewItemConnection>;
};


export type QueryleaderboardArgs = {
  afterRank?: InputMaybe<Scalars['Int']['input']>;
  aroundMe?: Scalars['Boolean']['input'];
  category?: InputMaybe<Scalars['String']['input']>;
  first?: Scalars['Int']['input'];
  period?: LeaderboardPeriod;
};


export type QueryquestArgs = {
  id: Scalars['ID']['input'];
};


export type QueryquestDraftArgs = {
  id: Scalars['ID']['input'];
};


export type QueryquestDraftsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: Scalars['Int']['input'];
};


export type QueryquestsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  category?: InputMaybe<Scalars['String']['input']>;
  difficulty?: InputMaybe<Difficulty>;
  first?: Scalars['Int']['input'];
  search?: InputMaybe<Scalars['String']['input']>;
};


export type QueryrecommendedQuestsArgs = {
  first?: Scalars['Int']['input'];
};


export type QueryreviewQueueArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: Scalars['Int']['input'];
};

export type Quest = {
  __typename?: 'Quest';
  category: QuestCategory;
  difficulty: Difficulty;
  estimatedMinutes: Scalars['Int']['output'];
  /** An authored slug: python_variables_101. */
  id: Scalars['ID']['output'];
  maxScore: Scalars['Int']['output'];
  myProgress?: Maybe<QuestProgress>;
  prerequisites: Array<Quest>;
  questions: Array<Question>;
  summary: Scalars['String']['output'];
  title: Scalars['String']['output'];
};

/** id: python_basics. */
export type QuestCategory = {
  __typename?: 'QuestCategory';
  id: Scalars['ID']['output'];
  questCount: Scalars['Int']['output'];
  summary?: Maybe<Scalars['String']['output']>;
  title: Scalars['String']['output'];
};

export type QuestConnection = {
  __typename?: 'QuestConnection';
  edges: Array<QuestEdge>;
  pageInfo: PageInfo;
  totalCount: Scalars['Int']['output'];
};

/**
 * A quest that authors work on, beside the published one: at most one a quest, with its id. source is the YAML (or JSON) of the quest as
 * content/quest.schema.json describes it, answer keys included.
 */
export type QuestDraft = {
  __typename?: 'QuestDraft';
  /** The published version that it began from; null for a new quest. */
  baseVersion?: Maybe<Scalars['Int']['output']>;
  id: Scalars['ID']['output'];
  /** As learners would see it. Ids of the quest and its questions begin with draft: and mean nothing elsewhere. */
  preview: Quest;
  /** Counts the changes. Send it with the next change, so that two authors cannot overwrite each other. */
  revision: Scalars['Int']['output'];
  source: Scalars['String']['output'];
  updatedAt: Scalars['DateTime']['output'];
  updatedBy?: Maybe<User>;
};

export type QuestDraftConnection = {
  __typename?: 'QuestDraftConnection';
  edges: Array<QuestDraftEdge>;
  pageInfo: PageInfo;
  totalCount: Scalars['Int']['output'];
};

export type QuestDraftEdge = {
  __typename?: 'QuestDraftEdge';
  cursor: Scalars['String']['output'];
  node: QuestDraft;
};

export type QuestEdge = {
  __typename?: 'QuestEdge';
  cursor: Scalars['String']['output'];
  node: Quest;
};

export type QuestProgress = {
  __typename?: 'QuestProgress';
  answeredCount: Scalars['Int']['output'];
  completedAt?: Maybe<Scalars['DateTime']['output']>;
  id: Scalars['ID']['output'];
  quest: Quest;
  questionCount: Scalars['Int']['output'];
  /** Of the version that the learner started. */
  questions: Array<QuestionProgress>;
  score: Scalars['Int']['output'];
  startedAt: Scalars['DateTime']['output'];
  status: ProgressStatus;
};

export type QuestProgressConnection = {
  __typename?: 'QuestProgressConnection';
  edges: Array<QuestProgressEdge>;
  pageInfo: PageInfo;
  totalCount: Scalars['Int']['output'];
};

export type QuestProgressEdge = {
  __typename?: 'QuestProgressEdge';
  cursor: Scalars['String']['output'];
  node: QuestProgress;
};

export type QuestRecommendation = {
  __typename?: 'QuestRecommendation';
  /** In the order of concepts. */
  about: Array<Concept>;
  /** Slugs of lessons; for REFRESH of those that fade, weakest first. */
  concepts: Array<Scalars['String']['output']>;
  /** A sentence for the learner. */
  explanation: Scalars['String']['output'];
  quest: Quest;
  reason: RecommendationReason;
};

/** id is unique everywhere (python_variables_101:q1); key is the short one within its quest (q1). Never an answer key, never the text of a hint. */
export type Question = {
  hintCount: Scalars['Int']['output'];
  id: Scalars['ID']['output'];
  key: Scalars['String']['output'];
  points: Scalars['Int']['output'];
  prompt: Scalars['String']['output'];
};

export type QuestionProgress = {
  __typename?: 'QuestionProgress';
  attempts: Scalars['Int']['output'];
  attemptsLeft?: Maybe<Scalars['Int']['output']>;
  hintsRevealed: Array<Scalars['String']['output']>;
  lastAnswer?: Maybe<Array<Scalars['String']['output']>>;
  /** Of the latest answer; NOT_GRADED while it waits for the grader. Null before the first one. */
  lastResult?: Maybe<AnswerResult>;
  question: Question;
  scoreAwarded: Scalars['Int']['output'];
  state: QuestionState;
};

export type QuestionState =
  | 'CORRECT'
  | 'INCORRECT'
  | 'PARTIAL'
  | 'PENDING'
  | 'UNANSWERED';

/** Why a quest is recommended: it is under way, what it taught fades, or everything that it builds on is done. */
export type RecommendationReason =
  | 'CONTINUE'
  | 'NEXT'
  | 'REFRESH';

/** code is the broken program to repair. */
export type RepairCodeQuestion = Question & {
  __typename?: 'RepairCodeQuestion';
  code: Scalars['String']['output'];
  hintCount: Scalars['Int']['output'];
  id: Scalars['ID']['output'];
  key: Scalars['String']['output'];
  points: Scalars['Int']['output'];
  prompt: Scalars['String']['output'];
  visibleTests: Array<Scalars['String']['output']>;
};

/** A question that the learner answered before, and is to answer again before it is forgotten. Never an answer key. */
export type ReviewItem = {
  __typename?: 'ReviewItem';
  /** What its question trains. */
  about: Array<Concept>;
  dueAt: Scalars['DateTime']['output'];
  id: Scalars['ID']['output'];
  lastAnsweredAt: Scalars['DateTime']['output'];
  quest: Quest;
  question: Question;
  /** The chance that the learner still remembers, 0 to 1. */
  retrievability: Scalars['Float']['output'];
  /** Answers that were not fully right. */
  timesMissed: Scalars['Int']['output'];
};

export type ReviewItemConnection = {
  __typename?: 'ReviewItemConnection';
  edges: Array<ReviewItemEdge>;
  /** When the next question comes back that is not due yet. */
  nextDueAt?: Maybe<Scalars['DateTime']['output']>;
  pageInfo: PageInfo;
  /** All that is due now. */
  totalCount: Scalars['Int']['output'];
};

export type ReviewItemEdge = {
  __typename?: 'ReviewItemEdge';
  cursor: Scalars['String']['output'];
  node: ReviewItem;
};

/** A review earns no points, and counts for the learner's day. explanation is null while the question can still earn some. */
export type ReviewResult = {
  __typename?: 'ReviewResult';
  correct: Scalars['Boolean']['output'];
  explanation?: Maybe<Scalars['String']['output']>;
  feedback: Scalars['String']['output'];
  /** With the time at which the question comes back. */
  item: ReviewItem;
  tests: Array<TestOutcome>;
  verdict: Verdict;
};

/** revision is that of the draft the source was made from; without it the draft is new. */
export type SaveQuestDraftInput = {
  revision?: InputMaybe<Scalars['Int']['input']>;
  source: Scalars['String']['input'];
};

export type SingleChoiceQuestion = Question & {
  __typename?: 'SingleChoiceQuestion';
  choices: Array<Choice>;
  hintCount: Scalars['Int']['output'];
  id: Scalars['ID']['output'];
  key: Scalars['String']['output'];
  points: Scalars['Int']['output'];
  prompt: Scalars['String']['output'];
};

/**
 * answer: one string for text and code ("age = 25" coerces to ["age = 25"]); choice ids; one string a blank, in order; "left=right" pairs; item ids in order,
 * "indent:item" where indentation counts; "true" or "false", then the id of the reason; one choice id a step, in order. questionId takes the id or the key.
 */
export type SubmitAnswerInput = {
  answer: Array<Scalars['String']['input']>;
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  progressId: Scalars['ID']['input'];
  questionId: Scalars['ID']['input'];
};

/** questionId is the whole id; answer is as in SubmitAnswerInput. */
export type SubmitReviewInput = {
  answer: Array<Scalars['String']['input']>;
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  questionId: Scalars['ID']['input'];
};

export type Subscription = {
  __typename?: 'Subscription';
  achievementUnlocked: UnlockedAchievement;
  leaderboardChanged: Leaderboard;
};


export type SubscriptionleaderboardChangedArgs = {
  category?: InputMaybe<Scalars['String']['input']>;
  first?: Scalars['Int']['input'];
  period?: LeaderboardPeriod;
};

/** cause says why a test did not pass; INFRASTRUCTURE is never the learner's fault. */
export type TestOutcome = {
  __typename?: 'TestOutcome';
  /** What this test checks or, where its author names nothing, what the question trains first. */
  about?: Maybe<Concept>;
  actual?: Maybe<Scalars['String']['output']>;
  cause?: Maybe<FailureCause>;
  /** Slug of the lesson that explains what this test checks. */
  concept?: Maybe<Scalars['String']['output']>;
  expected?: Maybe<Scalars['String']['output']>;
  input?: Maybe<Scalars['String']['output']>;
  message?: Maybe<Scalars['String']['output']>;
  name: Scalars['String']['output'];
  passed: Scalars['Boolean']['output'];
};

/** prompt states something; the learner says whether it is true, and for which of the reasons. */
export type TrueFalseQuestion = Question & {
  __typename?: 'TrueFalseQuestion';
  hintCount: Scalars['Int']['output'];
  id: Scalars['ID']['output'];
  key: Scalars['String']['output'];
  points: Scalars['Int']['output'];
  prompt: Scalars['String']['output'];
  reasons: Array<Choice>;
};

/** answer is of the same shape as in SubmitAnswerInput; questionKey is q1, q2… */
export type TryDraftAnswerInput = {
  answer: Array<Scalars['String']['input']>;
  draftId: Scalars['ID']['input'];
  questionKey: Scalars['String']['input'];
};

export type UnlockedAchievement = {
  __typename?: 'UnlockedAchievement';
  achievement: Achievement;
  id: Scalars['ID']['output'];
  unlockedAt: Scalars['DateTime']['output'];
};

/** What is absent or null stays as it is. */
export type UpdateLearningDayInput = {
  /** 1 to 100 answers. */
  dailyGoal?: InputMaybe<Scalars['Int']['input']>;
  timeZone?: InputMaybe<Scalars['String']['input']>;
};

/** What is absent or null stays as it is. */
export type UpdatePrivacyInput = {
  absentFromLeaderboards?: InputMaybe<Scalars['Boolean']['input']>;
  anonymousOnLeaderboards?: InputMaybe<Scalars['Boolean']['input']>;
  hideStats?: InputMaybe<Scalars['Boolean']['input']>;
};

export type User = {
  __typename?: 'User';
  /** Null when the learner hides them. */
  achievements?: Maybe<Array<UnlockedAchievement>>;
  /** days: 1 to 372. */
  analytics?: Maybe<LearningAnalytics>;
  id: Scalars['ID']['output'];
  learningDay?: Maybe<LearningDay>;
  privacy?: Maybe<PrivacySettings>;
  progress?: Maybe<QuestProgressConnection>;
  /** Null when the learner hides them. */
  stats?: Maybe<LearnerStats>;
};


export type UseranalyticsArgs = {
  days?: Scalars['Int']['input'];
};


export type UserprogressArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: Scalars['Int']['input'];
};

export type Verdict =
  | 'CORRECT'
  | 'INCORRECT'
  | 'NOT_GRADED'
  | 'PARTIAL';



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
  Achievement: Achievement;
  CodeQuestion: CodeQuestion;
  ExplainErrorQuestion: ExplainErrorQuestion;
  FillInQuestion: FillInQuestion;
  MatchingQuestion: MatchingQuestion;
  MultipleChoiceQuestion: MultipleChoiceQuestion;
  OrderingQuestion: OrderingQuestion;
  PersonalData: PersonalData;
  PredictOutputQuestion: PredictOutputQuestion;
  Quest: Quest;
  QuestCategory: QuestCategory;
  QuestProgress: QuestProgress;
  Question: Question;
  RepairCodeQuestion: RepairCodeQuestion;
  SingleChoiceQuestion: SingleChoiceQuestion;
  TrueFalseQuestion: TrueFalseQuestion;
  User: User;
};

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
  Achievement:
    ( { __typename: 'Achievement' }
    & GraphQLRecursivePick<FederationTypes['Achievement'], {"id":true}> );
  CodeQuestion:
    ( { __typename: 'CodeQuestion' }
    & GraphQLRecursivePick<FederationTypes['CodeQuestion'], {"id":true}> );
  ExplainErrorQuestion:
    ( { __typename: 'ExplainErrorQuestion' }
    & GraphQLRecursivePick<FederationTypes['ExplainErrorQuestion'], {"id":true}> );
  FillInQuestion:
    ( { __typename: 'FillInQuestion' }
    & GraphQLRecursivePick<FederationTypes['FillInQuestion'], {"id":true}> );
  MatchingQuestion:
    ( { __typename: 'MatchingQuestion' }
    & GraphQLRecursivePick<FederationTypes['MatchingQuestion'], {"id":true}> );
  MultipleChoiceQuestion:
    ( { __typename: 'MultipleChoiceQuestion' }
    & GraphQLRecursivePick<FederationTypes['MultipleChoiceQuestion'], {"id":true}> );
  OrderingQuestion:
    ( { __typename: 'OrderingQuestion' }
    & GraphQLRecursivePick<FederationTypes['OrderingQuestion'], {"id":true}> );
  PersonalData:
    ( { __typename: 'PersonalData' }
    & GraphQLRecursivePick<FederationTypes['PersonalData'], {"id":true}> );
  PredictOutputQuestion:
    ( { __typename: 'PredictOutputQuestion' }
    & GraphQLRecursivePick<FederationTypes['PredictOutputQuestion'], {"id":true}> );
  Quest:
    ( { __typename: 'Quest' }
    & GraphQLRecursivePick<FederationTypes['Quest'], {"id":true}> );
  QuestCategory:
    ( { __typename: 'QuestCategory' }
    & GraphQLRecursivePick<FederationTypes['QuestCategory'], {"id":true}> );
  QuestProgress:
    ( { __typename: 'QuestProgress' }
    & GraphQLRecursivePick<FederationTypes['QuestProgress'], {"id":true}> );
  Question:
    ( { __typename: 'Question' }
    & GraphQLRecursivePick<FederationTypes['Question'], {"id":true}> );
  RepairCodeQuestion:
    ( { __typename: 'RepairCodeQuestion' }
    & GraphQLRecursivePick<FederationTypes['RepairCodeQuestion'], {"id":true}> );
  SingleChoiceQuestion:
    ( { __typename: 'SingleChoiceQuestion' }
    & GraphQLRecursivePick<FederationTypes['SingleChoiceQuestion'], {"id":true}> );
  TrueFalseQuestion:
    ( { __typename: 'TrueFalseQuestion' }
    & GraphQLRecursivePick<FederationTypes['TrueFalseQuestion'], {"id":true}> );
  User:
    ( { __typename: 'User' }
    & GraphQLRecursivePick<FederationTypes['User'], {"id":true}> );
};


/** Mapping of interface types */
export type ResolversInterfaceTypes<_RefType extends Record<string, unknown>> = {
  Question:
    | ( CodeQuestion & { __typename: 'CodeQuestion' } )
    | ( ExplainErrorQuestion & { __typename: 'ExplainErrorQuestion' } )
    | ( FillInQuestion & { __typename: 'FillInQuestion' } )
    | ( MatchingQuestion & { __typename: 'MatchingQuestion' } )
    | ( MultipleChoiceQuestion & { __typename: 'MultipleChoiceQuestion' } )
    | ( OrderingQuestion & { __typename: 'OrderingQuestion' } )
    | ( PredictOutputQuestion & { __typename: 'PredictOutputQuestion' } )
    | ( RepairCodeQuestion & { __typename: 'RepairCodeQuestion' } )
    | ( SingleChoiceQuestion & { __typename: 'SingleChoiceQuestion' } )
    | ( TrueFalseQuestion & { __typename: 'TrueFalseQuestion' } )
  ;
};

/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  Achievement: ResolverTypeWrapper<Achievement>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  ActivityDay: ResolverTypeWrapper<ActivityDayMapper>;
  AnswerResult: ResolverTypeWrapper<AnswerResultMapper>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  Choice: ResolverTypeWrapper<Choice>;
  CodeQuestion: ResolverTypeWrapper<CodeQuestion>;
  Concept: ResolverTypeWrapper<Concept>;
  ConceptMastery: ResolverTypeWrapper<ConceptMasteryMapper>;
  Float: ResolverTypeWrapper<Scalars['Float']['output']>;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  Difficulty: ResolverTypeWrapper<'BEGINNER' | 'INTERMEDIATE' | 'ADVANCED'>;
  DraftAnswerResult: ResolverTypeWrapper<DraftAnswerResultMapper>;
  DraftTestOutcome: ResolverTypeWrapper<Omit<DraftTestOutcome, 'cause'> & { cause?: Maybe<ResolversTypes['FailureCause']> }>;
  ExplainErrorQuestion: ResolverTypeWrapper<ExplainErrorQuestion>;
  ExplanationStep: ResolverTypeWrapper<ExplanationStep>;
  FailureCause: ResolverTypeWrapper<'WRONG_RESULT' | 'EXCEPTION' | 'SYNTAX' | 'TIMEOUT' | 'MEMORY' | 'OUTPUT' | 'RECURSION' | 'INFRASTRUCTURE'>;
  FillInQuestion: ResolverTypeWrapper<FillInQuestion>;
  JSON: ResolverTypeWrapper<Scalars['JSON']['output']>;
  Leaderboard: ResolverTypeWrapper<LeaderboardMapper>;
  LeaderboardEntry: ResolverTypeWrapper<LeaderboardEntryMapper>;
  LeaderboardPeriod: ResolverTypeWrapper<'ALL_TIME' | 'MONTHLY' | 'WEEKLY' | 'DAILY'>;
  LearnerStats: ResolverTypeWrapper<LearnerStats>;
  LearningAnalytics: ResolverTypeWrapper<LearningAnalyticsMapper>;
  LearningDay: ResolverTypeWrapper<LearningDayMapper>;
  MatchingQuestion: ResolverTypeWrapper<MatchingQuestion>;
  MultipleChoiceQuestion: ResolverTypeWrapper<MultipleChoiceQuestion>;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  OrderingQuestion: ResolverTypeWrapper<OrderingQuestion>;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  PersonalData: ResolverTypeWrapper<PersonalDataMapper>;
  PredictOutputQuestion: ResolverTypeWrapper<PredictOutputQuestion>;
  PrivacySettings: ResolverTypeWrapper<PrivacySettingsMapper>;
  ProgressStatus: ResolverTypeWrapper<'IN_PROGRESS' | 'COMPLETED' | 'ABANDONED'>;
  ProgressWeek: ResolverTypeWrapper<ProgressWeekMapper>;
  PublicStats: ResolverTypeWrapper<PublicStats>;
  PublishedQuest: ResolverTypeWrapper<PublishedQuestMapper>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Quest: ResolverTypeWrapper<QuestMapper>;
  QuestCategory: ResolverTypeWrapper<QuestCategoryMapper>;
  QuestConnection: ResolverTypeWrapper<Omit<QuestConnection, 'edges'> & { edges: Array<ResolversTypes['QuestEdge']> }>;
  QuestDraft: ResolverTypeWrapper<QuestDraftMapper>;
  QuestDraftConnection: ResolverTypeWrapper<Omit<QuestDraftConnection, 'edges'> & { edges: Array<ResolversTypes['QuestDraftEdge']> }>;
  QuestDraftEdge: ResolverTypeWrapper<Omit<QuestDraftEdge, 'node'> & { node: ResolversTypes['QuestDraft'] }>;
  QuestEdge: ResolverTypeWrapper<Omit<QuestEdge, 'node'> & { node: ResolversTypes['Quest'] }>;
  QuestProgress: ResolverTypeWrapper<QuestProgressMapper>;
  QuestProgressConnection: ResolverTypeWrapper<Omit<QuestProgressConnection, 'edges'> & { edges: Array<ResolversTypes['QuestProgressEdge']> }>;
  QuestProgressEdge: ResolverTypeWrapper<Omit<QuestProgressEdge, 'node'> & { node: ResolversTypes['QuestProgress'] }>;
  QuestRecommendation: ResolverTypeWrapper<QuestRecommendationMapper>;
  Question: ResolverTypeWrapper<ResolversInterfaceTypes<ResolversTypes>['Question']>;
  QuestionProgress: ResolverTypeWrapper<QuestionProgressMapper>;
  QuestionState: ResolverTypeWrapper<'UNANSWERED' | 'PENDING' | 'INCORRECT' | 'PARTIAL' | 'CORRECT'>;
  RecommendationReason: ResolverTypeWrapper<'CONTINUE' | 'REFRESH' | 'NEXT'>;
  RepairCodeQuestion: ResolverTypeWrapper<RepairCodeQuestion>;
  ReviewItem: ResolverTypeWrapper<ReviewItemMapper>;
  ReviewItemConnection: ResolverTypeWrapper<Omit<ReviewItemConnection, 'edges'> & { edges: Array<ResolversTypes['ReviewItemEdge']> }>;
  ReviewItemEdge: ResolverTypeWrapper<Omit<ReviewItemEdge, 'node'> & { node: ResolversTypes['ReviewItem'] }>;
  ReviewResult: ResolverTypeWrapper<ReviewResultMapper>;
  SaveQuestDraftInput: SaveQuestDraftInput;
  SingleChoiceQuestion: ResolverTypeWrapper<SingleChoiceQuestion>;
  SubmitAnswerInput: SubmitAnswerInput;
  SubmitReviewInput: SubmitReviewInput;
  Subscription: ResolverTypeWrapper<Record<PropertyKey, never>>;
  TestOutcome: ResolverTypeWrapper<Omit<TestOutcome, 'cause'> & { cause?: Maybe<ResolversTypes['FailureCause']> }>;
  TrueFalseQuestion: ResolverTypeWrapper<TrueFalseQuestion>;
  TryDraftAnswerInput: TryDraftAnswerInput;
  UnlockedAchievement: ResolverTypeWrapper<UnlockedAchievementMapper>;
  UpdateLearningDayInput: UpdateLearningDayInput;
  UpdatePrivacyInput: UpdatePrivacyInput;
  User: ResolverTypeWrapper<UserMapper>;
  Verdict: ResolverTypeWrapper<'CORRECT' | 'PARTIAL' | 'INCORRECT' | 'NOT_GRADED'>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  Achievement: Achievement | FederationReferenceTypes['Achievement'];
  ID: Scalars['ID']['output'];
  ActivityDay: ActivityDayMapper;
  AnswerResult: AnswerResultMapper;
  Boolean: Scalars['Boolean']['output'];
  Choice: Choice;
  CodeQuestion: CodeQuestion | FederationReferenceTypes['CodeQuestion'];
  Concept: Concept;
  ConceptMastery: ConceptMasteryMapper;
  Float: Scalars['Float']['output'];
  DateTime: Scalars['DateTime']['output'];
  DraftAnswerResult: DraftAnswerResultMapper;
  DraftTestOutcome: DraftTestOutcome;
  ExplainErrorQuestion: ExplainErrorQuestion | FederationReferenceTypes['ExplainErrorQuestion'];
  ExplanationStep: ExplanationStep;
  FillInQuestion: FillInQuestion | FederationReferenceTypes['FillInQuestion'];
  JSON: Scalars['JSON']['output'];
  Leaderboard: LeaderboardMapper;
  LeaderboardEntry: LeaderboardEntryMapper;
  LearnerStats: LearnerStats;
  LearningAnalytics: LearningAnalyticsMapper;
  LearningDay: LearningDayMapper;
  MatchingQuestion: MatchingQuestion | FederationReferenceTypes['MatchingQuestion'];
  MultipleChoiceQuestion: MultipleChoiceQuestion | FederationReferenceTypes['MultipleChoiceQuestion'];
  Mutation: Record<PropertyKey, never>;
  OrderingQuestion: OrderingQuestion | FederationReferenceTypes['OrderingQuestion'];
  PageInfo: PageInfo;
  PersonalData: PersonalDataMapper;
  PredictOutputQuestion: PredictOutputQuestion | FederationReferenceTypes['PredictOutputQuestion'];
  PrivacySettings: PrivacySettingsMapper;
  ProgressWeek: ProgressWeekMapper;
  PublicStats: PublicStats;
  PublishedQuest: PublishedQuestMapper;
  Query: Record<PropertyKey, never>;
  Quest: QuestMapper;
  QuestCategory: QuestCategoryMapper;
  QuestConnection: Omit<QuestConnection, 'edges'> & { edges: Array<ResolversParentTypes['QuestEdge']> };
  QuestDraft: QuestDraftMapper;
  QuestDraftConnection: Omit<QuestDraftConnection, 'edges'> & { edges: Array<ResolversParentTypes['QuestDraftEdge']> };
  QuestDraftEdge: Omit<QuestDraftEdge, 'node'> & { node: ResolversParentTypes['QuestDraft'] };
  QuestEdge: Omit<QuestEdge, 'node'> & { node: ResolversParentTypes['Quest'] };
  QuestProgress: QuestProgressMapper;
  QuestProgressConnection: Omit<QuestProgressConnection, 'edges'> & { edges: Array<ResolversParentTypes['QuestProgressEdge']> };
  QuestProgressEdge: Omit<QuestProgressEdge, 'node'> & { node: ResolversParentTypes['QuestProgress'] };
  QuestRecommendation: QuestRecommendationMapper;
  Question: ResolversInterfaceTypes<ResolversParentTypes>['Question'];
  QuestionProgress: QuestionProgressMapper;
  RepairCodeQuestion: RepairCodeQuestion | FederationReferenceTypes['RepairCodeQuestion'];
  ReviewItem: ReviewItemMapper;
  ReviewItemConnection: Omit<ReviewItemConnection, 'edges'> & { edges: Array<ResolversParentTypes['ReviewItemEdge']> };
  ReviewItemEdge: Omit<ReviewItemEdge, 'node'> & { node: ResolversParentTypes['ReviewItem'] };
  ReviewResult: ReviewResultMapper;
  SaveQuestDraftInput: SaveQuestDraftInput;
  SingleChoiceQuestion: SingleChoiceQuestion | FederationReferenceTypes['SingleChoiceQuestion'];
  SubmitAnswerInput: SubmitAnswerInput;
  SubmitReviewInput: SubmitReviewInput;
  Subscription: Record<PropertyKey, never>;
  TestOutcome: TestOutcome;
  TrueFalseQuestion: TrueFalseQuestion | FederationReferenceTypes['TrueFalseQuestion'];
  TryDraftAnswerInput: TryDraftAnswerInput;
  UnlockedAchievement: UnlockedAchievementMapper;
  UpdateLearningDayInput: UpdateLearningDayInput;
  UpdatePrivacyInput: UpdatePrivacyInput;
  User: UserMapper;
  String: Scalars['String']['output'];
  Int: Scalars['Int']['output'];
};

export type accessDirectiveArgs = {
  rule: Scalars['String']['input'];
};

export type accessDirectiveResolver<Result, Parent, ContextType = QuestContext, Args = accessDirectiveArgs> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

export type cacheControlDirectiveArgs = {
  maxAge: Scalars['Int']['input'];
};

export type cacheControlDirectiveResolver<Result, Parent, ContextType = QuestContext, Args = cacheControlDirectiveArgs> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

export type deliveryDirectiveArgs = {
  mode: Scalars['String']['input'];
};

export type deliveryDirectiveResolver<Result, Parent, ContextType = QuestContext, Args = deliveryDirectiveArgs> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

export type AchievementResolvers<ContextType = QuestContext, ParentType extends ResolversParentTypes['Achievement'] = ResolversParentTypes['Achievement'], FederationReferenceType extends FederationReferenceTypes['Achievement'] = FederationReferenceTypes['Achievement']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Achievement']> | FederationReferenceType, FederationReferenceType, ContextType>;
  badgeUrl?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  description?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  points?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  title?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type ActivityDayResolvers<ContextType = QuestContext, ParentType extends ResolversParentTypes['ActivityDay'] = ResolversParentTypes['ActivityDay']> = {
  answerCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  correct?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  day?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  reviews?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  secondsSpent?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type AnswerResultResolvers<ContextType = QuestContext, ParentType extends ResolversParentTypes['AnswerResult'] = ResolversParentTypes['AnswerResult']> = {
  achievementsUnlocked?: Resolver<Array<ResolversTypes['Achievement']>, ParentType, ContextType>;
  attemptsLeft?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  correct?: Resolver<Maybe<ResolversTypes['Boolean']>, ParentType, ContextType>;
  explanation?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  feedback?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  levelUp?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  progress?: Resolver<ResolversTypes['QuestProgress'], ParentType, ContextType>;
  scoreAwarded?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  tests?: Resolver<Array<ResolversTypes['TestOutcome']>, ParentType, ContextType>;
  verdict?: Resolver<ResolversTypes['Verdict'], ParentType, ContextType>;
};

export type ChoiceResolvers<ContextType = QuestContext, ParentType extends ResolversParentTypes['Choice'] = ResolversParentTypes['Choice']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  text?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type CodeQuestionResolvers<ContextType = QuestContext, ParentType extends ResolversParentTypes['CodeQuestion'] = ResolversParentTypes['CodeQuestion'], FederationReferenceType extends FederationReferenceTypes['CodeQuestion'] = FederationReferenceTypes['CodeQuestion']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['CodeQuestion']> | FederationReferenceType, FederationReferenceType, ContextType>;
  hintCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  key?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  points?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  prompt?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  starterCode?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  visibleTests?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ConceptResolvers<ContextType = QuestContext, ParentType extends ResolversParentTypes['Concept'] = ResolversParentTypes['Concept']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type ConceptMasteryResolvers<ContextType = QuestContext, ParentType extends ResolversParentTypes['ConceptMastery'] = ResolversParentTypes['ConceptMastery']> = {
  about?: Resolver<ResolversTypes['Concept'], ParentType, ContextType>;
  accuracy?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  answerCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  concept?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  mastery?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  questionsAnswered?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  questionsDue?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  questionsPublished?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export type DifficultyResolvers = EnumResolverSignature<{ ADVANCED?: any, BEGINNER?: any, INTERMEDIATE?: any }, ResolversTypes['Difficulty']>;

export type DraftAnswerResultResolvers<ContextType = QuestContext, ParentType extends ResolversParentTypes['DraftAnswerResult'] = ResolversParentTypes['DraftAnswerResult']> = {
  explanation?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  feedback?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  scoreAwarded?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  tests?: Resolver<Array<ResolversTypes['DraftTestOutcome']>, ParentType, ContextType>;
  verdict?: Resolver<ResolversTypes['Verdict'], ParentType, ContextType>;
};

export type DraftTestOutcomeResolvers<ContextType = QuestContext, ParentType extends ResolversParentTypes['DraftTestOutcome'] = ResolversParentTypes['DraftTestOutcome']> = {
  about?: Resolver<Maybe<ResolversTypes['Concept']>, ParentType, ContextType>;
  actual?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  cause?: Resolver<Maybe<ResolversTypes['FailureCause']>, ParentType, ContextType>;
  concept?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  expected?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  input?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  message?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  passed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type ExplainErrorQuestionResolvers<ContextType = QuestContext, ParentType extends ResolversParentTypes['ExplainErrorQuestion'] = ResolversParentTypes['ExplainErrorQuestion'], FederationReferenceType extends FederationReferenceTypes['ExplainErrorQuestion'] = FederationReferenceTypes['ExplainErrorQuestion']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['ExplainErrorQuestion']> | FederationReferenceType, FederationReferenceType, ContextType>;
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  error?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  hintCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  key?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  points?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  prompt?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  stdin?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  steps?: Resolver<Array<ResolversTypes['ExplanationStep']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ExplanationStepResolvers<ContextType = QuestContext, ParentType extends ResolversParentTypes['ExplanationStep'] = ResolversParentTypes['ExplanationStep']> = {
  choices?: Resolver<Array<ResolversTypes['Choice']>, ParentType, ContextType>;
  prompt?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type FailureCauseResolvers = EnumResolverSignature<{ EXCEPTION?: any, INFRASTRUCTURE?: any, MEMORY?: any, OUTPUT?: any, RECURSION?: any, SYNTAX?: any, TIMEOUT?: any, WRONG_RESULT?: any }, ResolversTypes['FailureCause']>;

export type FillInQuestionResolvers<ContextType = QuestContext, ParentType extends ResolversParentTypes['FillInQuestion'] = ResolversParentTypes['FillInQuestion'], FederationReferenceType extends FederationReferenceTypes['FillInQuestion'] = FederationReferenceTypes['FillInQuestion']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['FillInQuestion']> | FederationReferenceType, FederationReferenceType, ContextType>;
  blankCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  hintCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  key?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  points?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  prompt?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  template?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export interface JSONScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['JSON'], any> {
  name: 'JSON';
}

export type LeaderboardResolvers<ContextType = QuestContext, ParentType extends ResolversParentTypes['Leaderboard'] = ResolversParentTypes['Leaderboard']> = {
  category?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  endsAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  entries?: Resolver<Array<ResolversTypes['LeaderboardEntry']>, ParentType, ContextType>;
  me?: Resolver<Maybe<ResolversTypes['LeaderboardEntry']>, ParentType, ContextType>;
  period?: Resolver<ResolversTypes['LeaderboardPeriod'], ParentType, ContextType>;
  startsAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  totalPlayers?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type LeaderboardEntryResolvers<ContextType = QuestContext, ParentType extends ResolversParentTypes['LeaderboardEntry'] = ResolversParentTypes['LeaderboardEntry']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  rank?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  score?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  user?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
};

export type LeaderboardPeriodResolvers = EnumResolverSignature<{ ALL_TIME?: any, DAILY?: any, MONTHLY?: any, WEEKLY?: any }, ResolversTypes['LeaderboardPeriod']>;

export type LearnerStatsResolvers<ContextType = QuestContext, ParentType extends ResolversParentTypes['LearnerStats'] = ResolversParentTypes['LearnerStats']> = {
  accuracy?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  answersSubmitted?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  currentStreakDays?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  level?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  longestStreakDays?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  questsCompleted?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  questsStarted?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  score?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  scoreToNextLevel?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  timeSpentSeconds?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type LearningAnalyticsResolvers<ContextType = QuestContext, ParentType extends ResolversParentTypes['LearningAnalytics'] = ResolversParentTypes['LearningAnalytics']> = {
  accuracy?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  answerCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  calendar?: Resolver<Array<ResolversTypes['ActivityDay']>, ParentType, ContextType>;
  concepts?: Resolver<Array<ResolversTypes['ConceptMastery']>, ParentType, ContextType>;
  progress?: Resolver<Array<ResolversTypes['ProgressWeek']>, ParentType, ContextType>;
  secondsSpent?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  since?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  weakestConcepts?: Resolver<Array<ResolversTypes['ConceptMastery']>, ParentType, ContextType, RequireFields<LearningAnalyticsweakestConceptsArgs, 'first'>>;
};

export type LearningDayResolvers<ContextType = QuestContext, ParentType extends ResolversParentTypes['LearningDay'] = ResolversParentTypes['LearningDay']> = {
  answersToday?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  dailyGoal?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  endsAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  goalReached?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  streakDays?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  streakFreezes?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  timeZone?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type MatchingQuestionResolvers<ContextType = QuestContext, ParentType extends ResolversParentTypes['MatchingQuestion'] = ResolversParentTypes['MatchingQuestion'], FederationReferenceType extends FederationReferenceTypes['MatchingQuestion'] = FederationReferenceTypes['MatchingQuestion']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['MatchingQuestion']> | FederationReferenceType, FederationReferenceType, ContextType>;
  hintCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  key?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  left?: Resolver<Array<ResolversTypes['Choice']>, ParentType, ContextType>;
  points?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  prompt?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  right?: Resolver<Array<ResolversTypes['Choice']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type MultipleChoiceQuestionResolvers<ContextType = QuestContext, ParentType extends ResolversParentTypes['MultipleChoiceQuestion'] = ResolversParentTypes['MultipleChoiceQuestion'], FederationReferenceType extends FederationReferenceTypes['MultipleChoiceQuestion'] = FederationReferenceTypes['MultipleChoiceQuestion']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['MultipleChoiceQuestion']> | FederationReferenceType, FederationReferenceType, ContextType>;
  choices?: Resolver<Array<ResolversTypes['Choice']>, ParentType, ContextType>;
  hintCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  key?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  points?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  prompt?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type MutationResolvers<ContextType = QuestContext, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  abandonQuest?: Resolver<ResolversTypes['QuestProgress'], ParentType, ContextType, RequireFields<MutationabandonQuestArgs, 'progressId'>>;
  discardQuestDraft?: Resolver<ResolversTypes['ID'], ParentType, ContextType, RequireFields<MutationdiscardQuestDraftArgs, 'id' | 'revision'>>;
  editQuest?: Resolver<ResolversTypes['QuestDraft'], ParentType, ContextType, RequireFields<MutationeditQuestArgs, 'questId'>>;
  publishQuestDraft?: Resolver<ResolversTypes['PublishedQuest'], ParentType, ContextType, RequireFields<MutationpublishQuestDraftArgs, 'id' | 'revision'>>;
  revealHint?: Resolver<ResolversTypes['QuestionProgress'], ParentType, ContextType, RequireFields<MutationrevealHintArgs, 'progressId' | 'questionId'>>;
  saveQuestDraft?: Resolver<ResolversTypes['QuestDraft'], ParentType, ContextType, RequireFields<MutationsaveQuestDraftArgs, 'input'>>;
  startQuest?: Resolver<ResolversTypes['QuestProgress'], ParentType, ContextType, RequireFields<MutationstartQuestArgs, 'questId'>>;
  submitAnswer?: Resolver<ResolversTypes['AnswerResult'], ParentType, ContextType, RequireFields<MutationsubmitAnswerArgs, 'input'>>;
  submitReview?: Resolver<ResolversTypes['ReviewResult'], ParentType, ContextType, RequireFields<MutationsubmitReviewArgs, 'input'>>;
  tryDraftAnswer?: Resolver<ResolversTypes['DraftAnswerResult'], ParentType, ContextType, RequireFields<MutationtryDraftAnswerArgs, 'input'>>;
  updateLearningDay?: Resolver<ResolversTypes['LearningDay'], ParentType, ContextType, RequireFields<MutationupdateLearningDayArgs, 'input'>>;
  updatePrivacy?: Resolver<ResolversTypes['PrivacySettings'], ParentType, ContextType, RequireFields<MutationupdatePrivacyArgs, 'input'>>;
};

export type OrderingQuestionResolvers<ContextType = QuestContext, ParentType extends ResolversParentTypes['OrderingQuestion'] = ResolversParentTypes['OrderingQuestion'], FederationReferenceType extends FederationReferenceTypes['OrderingQuestion'] = FederationReferenceTypes['OrderingQuestion']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['OrderingQuestion']> | FederationReferenceType, FederationReferenceType, ContextType>;
  hintCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  indented?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  items?: Resolver<Array<ResolversTypes['Choice']>, ParentType, ContextType>;
  key?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  points?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  prompt?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type PageInfoResolvers<ContextType = QuestContext, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hasPreviousPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  startCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type PersonalDataResolvers<ContextType = QuestContext, ParentType extends ResolversParentTypes['PersonalData'] = ResolversParentTypes['PersonalData'], FederationReferenceType extends FederationReferenceTypes['PersonalData'] = FederationReferenceTypes['PersonalData']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['PersonalData']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  learning?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType, Partial<PersonalDatalearningArgs>>;
};

export type PredictOutputQuestionResolvers<ContextType = QuestContext, ParentType extends ResolversParentTypes['PredictOutputQuestion'] = ResolversParentTypes['PredictOutputQuestion'], FederationReferenceType extends FederationReferenceTypes['PredictOutputQuestion'] = FederationReferenceTypes['PredictOutputQuestion']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['PredictOutputQuestion']> | FederationReferenceType, FederationReferenceType, ContextType>;
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  hintCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  key?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  points?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  prompt?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  stdin?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type PrivacySettingsResolvers<ContextType = QuestContext, ParentType extends ResolversParentTypes['PrivacySettings'] = ResolversParentTypes['PrivacySettings']> = {
  absentFromLeaderboards?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  anonymousOnLeaderboards?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hideStats?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  pseudonym?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type ProgressStatusResolvers = EnumResolverSignature<{ ABANDONED?: any, COMPLETED?: any, IN_PROGRESS?: any }, ResolversTypes['ProgressStatus']>;

export type ProgressWeekResolvers<ContextType = QuestContext, ParentType extends ResolversParentTypes['ProgressWeek'] = ResolversParentTypes['ProgressWeek']> = {
  accuracy?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  answerCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  questionsSolved?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  questionsSolvedInAll?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  secondsSpent?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  startsOn?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type PublicStatsResolvers<ContextType = QuestContext, ParentType extends ResolversParentTypes['PublicStats'] = ResolversParentTypes['PublicStats']> = {
  activeToday?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  answersSubmitted?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  learners?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  questsCompleted?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  questsPublished?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type PublishedQuestResolvers<ContextType = QuestContext, ParentType extends ResolversParentTypes['PublishedQuest'] = ResolversParentTypes['PublishedQuest']> = {
  quest?: Resolver<ResolversTypes['Quest'], ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type QueryResolvers<ContextType = QuestContext, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  achievements?: Resolver<Maybe<Array<ResolversTypes['Achievement']>>, ParentType, ContextType>;
  categories?: Resolver<Maybe<Array<ResolversTypes['QuestCategory']>>, ParentType, ContextType>;
  leaderboard?: Resolver<Maybe<ResolversTypes['Leaderboard']>, ParentType, ContextType, RequireFields<QueryleaderboardArgs, 'aroundMe' | 'first' | 'period'>>;
  publicStats?: Resolver<Maybe<ResolversTypes['PublicStats']>, ParentType, ContextType>;
  quest?: Resolver<Maybe<ResolversTypes['Quest']>, ParentType, ContextType, RequireFields<QueryquestArgs, 'id'>>;
  questDraft?: Resolver<Maybe<ResolversTypes['QuestDraft']>, ParentType, ContextType, RequireFields<QueryquestDraftArgs, 'id'>>;
  questDrafts?: Resolver<Maybe<ResolversTypes['QuestDraftConnection']>, ParentType, ContextType, RequireFields<QueryquestDraftsArgs, 'first'>>;
  quests?: Resolver<Maybe<ResolversTypes['QuestConnection']>, ParentType, ContextType, RequireFields<QueryquestsArgs, 'first'>>;
  recommendedQuests?: Resolver<Maybe<Array<ResolversTypes['QuestRecommendation']>>, ParentType, ContextType, RequireFields<QueryrecommendedQuestsArgs, 'first'>>;
  reviewQueue?: Resolver<Maybe<ResolversTypes['ReviewItemConnection']>, ParentType, ContextType, RequireFields<QueryreviewQueueArgs, 'first'>>;
};

export type QuestResolvers<ContextType = QuestContext, ParentType extends ResolversParentTypes['Quest'] = ResolversParentTypes['Quest'], FederationReferenceType extends FederationReferenceTypes['Quest'] = FederationReferenceTypes['Quest']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Quest']> | FederationReferenceType, FederationReferenceType, ContextType>;
  category?: Resolver<ResolversTypes['QuestCategory'], ParentType, ContextType>;
  difficulty?: Resolver<ResolversTypes['Difficulty'], ParentType, ContextType>;
  estimatedMinutes?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  maxScore?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  myProgress?: Resolver<Maybe<ResolversTypes['QuestProgress']>, ParentType, ContextType>;
  prerequisites?: Resolver<Array<ResolversTypes['Quest']>, ParentType, ContextType>;
  questions?: Resolver<Array<ResolversTypes['Question']>, ParentType, ContextType>;
  summary?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  title?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type QuestCategoryResolvers<ContextType = QuestContext, ParentType extends ResolversParentTypes['QuestCategory'] = ResolversParentTypes['QuestCategory'], FederationReferenceType extends FederationReferenceTypes['QuestCategory'] = FederationReferenceTypes['QuestCategory']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['QuestCategory']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  questCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  summary?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  title?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type QuestConnectionResolvers<ContextType = QuestContext, ParentType extends ResolversParentTypes['QuestConnection'] = ResolversParentTypes['QuestConnection']> = {
  edges?: Resolver<Array<ResolversTypes['QuestEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type QuestDraftResolvers<ContextType = QuestContext, ParentType extends ResolversParentTypes['QuestDraft'] = ResolversParentTypes['QuestDraft']> = {
  baseVersion?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  preview?: Resolver<ResolversTypes['Quest'], ParentType, ContextType>;
  revision?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  source?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  updatedBy?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
};

export type QuestDraftConnectionResolvers<ContextType = QuestContext, ParentType extends ResolversParentTypes['QuestDraftConnection'] = ResolversParentTypes['QuestDraftConnection']> = {
  edges?: Resolver<Array<ResolversTypes['QuestDraftEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type QuestDraftEdgeResolvers<ContextType = QuestContext, ParentType extends ResolversParentTypes['QuestDraftEdge'] = ResolversParentTypes['QuestDraftEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['QuestDraft'], ParentType, ContextType>;
};

export type QuestEdgeResolvers<ContextType = QuestContext, ParentType extends ResolversParentTypes['QuestEdge'] = ResolversParentTypes['QuestEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Quest'], ParentType, ContextType>;
};

export type QuestProgressResolvers<ContextType = QuestContext, ParentType extends ResolversParentTypes['QuestProgress'] = ResolversParentTypes['QuestProgress'], FederationReferenceType extends FederationReferenceTypes['QuestProgress'] = FederationReferenceTypes['QuestProgress']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['QuestProgress']> | FederationReferenceType, FederationReferenceType, ContextType>;
  answeredCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  completedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  quest?: Resolver<ResolversTypes['Quest'], ParentType, ContextType>;
  questionCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  questions?: Resolver<Array<ResolversTypes['QuestionProgress']>, ParentType, ContextType>;
  score?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  startedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['ProgressStatus'], ParentType, ContextType>;
};

export type QuestProgressConnectionResolvers<ContextType = QuestContext, ParentType extends ResolversParentTypes['QuestProgressConnection'] = ResolversParentTypes['QuestProgressConnection']> = {
  edges?: Resolver<Array<ResolversTypes['QuestProgressEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type QuestProgressEdgeResolvers<ContextType = QuestContext, ParentType extends ResolversParentTypes['QuestProgressEdge'] = ResolversParentTypes['QuestProgressEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['QuestProgress'], ParentType, ContextType>;
};

export type QuestRecommendationResolvers<ContextType = QuestContext, ParentType extends ResolversParentTypes['QuestRecommendation'] = ResolversParentTypes['QuestRecommendation']> = {
  about?: Resolver<Array<ResolversTypes['Concept']>, ParentType, ContextType>;
  concepts?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  explanation?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  quest?: Resolver<ResolversTypes['Quest'], ParentType, ContextType>;
  reason?: Resolver<ResolversTypes['RecommendationReason'], ParentType, ContextType>;
};

export type QuestionResolvers<ContextType = QuestContext, ParentType extends ResolversParentTypes['Question'] = ResolversParentTypes['Question'], FederationReferenceType extends FederationReferenceTypes['Question'] = FederationReferenceTypes['Question']> = {
  __resolveType?: TypeResolveFn<'CodeQuestion' | 'ExplainErrorQuestion' | 'FillInQuestion' | 'MatchingQuestion' | 'MultipleChoiceQuestion' | 'OrderingQuestion' | 'PredictOutputQuestion' | 'RepairCodeQuestion' | 'SingleChoiceQuestion' | 'TrueFalseQuestion', ParentType, ContextType>;
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Question']> | FederationReferenceType, FederationReferenceType, ContextType>;
};

export type QuestionProgressResolvers<ContextType = QuestContext, ParentType extends ResolversParentTypes['QuestionProgress'] = ResolversParentTypes['QuestionProgress']> = {
  attempts?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  attemptsLeft?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  hintsRevealed?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  lastAnswer?: Resolver<Maybe<Array<ResolversTypes['String']>>, ParentType, ContextType>;
  lastResult?: Resolver<Maybe<ResolversTypes['AnswerResult']>, ParentType, ContextType>;
  question?: Resolver<ResolversTypes['Question'], ParentType, ContextType>;
  scoreAwarded?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  state?: Resolver<ResolversTypes['QuestionState'], ParentType, ContextType>;
};

export type QuestionStateResolvers = EnumResolverSignature<{ CORRECT?: any, INCORRECT?: any, PARTIAL?: any, PENDING?: any, UNANSWERED?: any }, ResolversTypes['QuestionState']>;

export type RecommendationReasonResolvers = EnumResolverSignature<{ CONTINUE?: any, NEXT?: any, REFRESH?: any }, ResolversTypes['RecommendationReason']>;

export type RepairCodeQuestionResolvers<ContextType = QuestContext, ParentType extends ResolversParentTypes['RepairCodeQuestion'] = ResolversParentTypes['RepairCodeQuestion'], FederationReferenceType extends FederationReferenceTypes['RepairCodeQuestion'] = FederationReferenceTypes['RepairCodeQuestion']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['RepairCodeQuestion']> | FederationReferenceType, FederationReferenceType, ContextType>;
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  hintCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  key?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  points?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  prompt?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  visibleTests?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ReviewItemResolvers<ContextType = QuestContext, ParentType extends ResolversParentTypes['ReviewItem'] = ResolversParentTypes['ReviewItem']> = {
  about?: Resolver<Array<ResolversTypes['Concept']>, ParentType, ContextType>;
  dueAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  lastAnsweredAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  quest?: Resolver<ResolversTypes['Quest'], ParentType, ContextType>;
  question?: Resolver<ResolversTypes['Question'], ParentType, ContextType>;
  retrievability?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  timesMissed?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type ReviewItemConnectionResolvers<ContextType = QuestContext, ParentType extends ResolversParentTypes['ReviewItemConnection'] = ResolversParentTypes['ReviewItemConnection']> = {
  edges?: Resolver<Array<ResolversTypes['ReviewItemEdge']>, ParentType, ContextType>;
  nextDueAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type ReviewItemEdgeResolvers<ContextType = QuestContext, ParentType extends ResolversParentTypes['ReviewItemEdge'] = ResolversParentTypes['ReviewItemEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['ReviewItem'], ParentType, ContextType>;
};

export type ReviewResultResolvers<ContextType = QuestContext, ParentType extends ResolversParentTypes['ReviewResult'] = ResolversParentTypes['ReviewResult']> = {
  correct?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  explanation?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  feedback?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  item?: Resolver<ResolversTypes['ReviewItem'], ParentType, ContextType>;
  tests?: Resolver<Array<ResolversTypes['TestOutcome']>, ParentType, ContextType>;
  verdict?: Resolver<ResolversTypes['Verdict'], ParentType, ContextType>;
};

export type SingleChoiceQuestionResolvers<ContextType = QuestContext, ParentType extends ResolversParentTypes['SingleChoiceQuestion'] = ResolversParentTypes['SingleChoiceQuestion'], FederationReferenceType extends FederationReferenceTypes['SingleChoiceQuestion'] = FederationReferenceTypes['SingleChoiceQuestion']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['SingleChoiceQuestion']> | FederationReferenceType, FederationReferenceType, ContextType>;
  choices?: Resolver<Array<ResolversTypes['Choice']>, ParentType, ContextType>;
  hintCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  key?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  points?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  prompt?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type SubscriptionResolvers<ContextType = QuestContext, ParentType extends ResolversParentTypes['Subscription'] = ResolversParentTypes['Subscription']> = {
  achievementUnlocked?: SubscriptionResolver<ResolversTypes['UnlockedAchievement'], "achievementUnlocked", ParentType, ContextType>;
  leaderboardChanged?: SubscriptionResolver<ResolversTypes['Leaderboard'], "leaderboardChanged", ParentType, ContextType, RequireFields<SubscriptionleaderboardChangedArgs, 'first' | 'period'>>;
};

export type TestOutcomeResolvers<ContextType = QuestContext, ParentType extends ResolversParentTypes['TestOutcome'] = ResolversParentTypes['TestOutcome']> = {
  about?: Resolver<Maybe<ResolversTypes['Concept']>, ParentType, ContextType>;
  actual?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  cause?: Resolver<Maybe<ResolversTypes['FailureCause']>, ParentType, ContextType>;
  concept?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  expected?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  input?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  message?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  passed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type TrueFalseQuestionResolvers<ContextType = QuestContext, ParentType extends ResolversParentTypes['TrueFalseQuestion'] = ResolversParentTypes['TrueFalseQuestion'], FederationReferenceType extends FederationReferenceTypes['TrueFalseQuestion'] = FederationReferenceTypes['TrueFalseQuestion']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['TrueFalseQuestion']> | FederationReferenceType, FederationReferenceType, ContextType>;
  hintCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  key?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  points?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  prompt?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  reasons?: Resolver<Array<ResolversTypes['Choice']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type UnlockedAchievementResolvers<ContextType = QuestContext, ParentType extends ResolversParentTypes['UnlockedAchievement'] = ResolversParentTypes['UnlockedAchievement']> = {
  achievement?: Resolver<ResolversTypes['Achievement'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  unlockedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type UserResolvers<ContextType = QuestContext, ParentType extends ResolversParentTypes['User'] = ResolversParentTypes['User'], FederationReferenceType extends FederationReferenceTypes['User'] = FederationReferenceTypes['User']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['User']> | FederationReferenceType, FederationReferenceType, ContextType>;
  achievements?: Resolver<Maybe<Array<ResolversTypes['UnlockedAchievement']>>, ParentType, ContextType>;
  analytics?: Resolver<Maybe<ResolversTypes['LearningAnalytics']>, ParentType, ContextType, RequireFields<UseranalyticsArgs, 'days'>>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  learningDay?: Resolver<Maybe<ResolversTypes['LearningDay']>, ParentType, ContextType>;
  privacy?: Resolver<Maybe<ResolversTypes['PrivacySettings']>, ParentType, ContextType>;
  progress?: Resolver<Maybe<ResolversTypes['QuestProgressConnection']>, ParentType, ContextType, RequireFields<UserprogressArgs, 'first'>>;
  stats?: Resolver<Maybe<ResolversTypes['LearnerStats']>, ParentType, ContextType>;
};

export type VerdictResolvers = EnumResolverSignature<{ CORRECT?: any, INCORRECT?: any, NOT_GRADED?: any, PARTIAL?: any }, ResolversTypes['Verdict']>;

export type Resolvers<ContextType = QuestContext> = {
  Achievement?: AchievementResolvers<ContextType>;
  ActivityDay?: ActivityDayResolvers<ContextType>;
  AnswerResult?: AnswerResultResolvers<ContextType>;
  Choice?: ChoiceResolvers<ContextType>;
  CodeQuestion?: CodeQuestionResolvers<ContextType>;
  Concept?: ConceptResolvers<ContextType>;
  ConceptMastery?: ConceptMasteryResolvers<ContextType>;
  DateTime?: GraphQLScalarType;
  Difficulty?: DifficultyResolvers;
  DraftAnswerResult?: DraftAnswerResultResolvers<ContextType>;
  DraftTestOutcome?: DraftTestOutcomeResolvers<ContextType>;
  ExplainErrorQuestion?: ExplainErrorQuestionResolvers<ContextType>;
  ExplanationStep?: ExplanationStepResolvers<ContextType>;
  FailureCause?: FailureCauseResolvers;
  FillInQuestion?: FillInQuestionResolvers<ContextType>;
  JSON?: GraphQLScalarType;
  Leaderboard?: LeaderboardResolvers<ContextType>;
  LeaderboardEntry?: LeaderboardEntryResolvers<ContextType>;
  LeaderboardPeriod?: LeaderboardPeriodResolvers;
  LearnerStats?: LearnerStatsResolvers<ContextType>;
  LearningAnalytics?: LearningAnalyticsResolvers<ContextType>;
  LearningDay?: LearningDayResolvers<ContextType>;
  MatchingQuestion?: MatchingQuestionResolvers<ContextType>;
  MultipleChoiceQuestion?: MultipleChoiceQuestionResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  OrderingQuestion?: OrderingQuestionResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  PersonalData?: PersonalDataResolvers<ContextType>;
  PredictOutputQuestion?: PredictOutputQuestionResolvers<ContextType>;
  PrivacySettings?: PrivacySettingsResolvers<ContextType>;
  ProgressStatus?: ProgressStatusResolvers;
  ProgressWeek?: ProgressWeekResolvers<ContextType>;
  PublicStats?: PublicStatsResolvers<ContextType>;
  PublishedQuest?: PublishedQuestResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  Quest?: QuestResolvers<ContextType>;
  QuestCategory?: QuestCategoryResolvers<ContextType>;
  QuestConnection?: QuestConnectionResolvers<ContextType>;
  QuestDraft?: QuestDraftResolvers<ContextType>;
  QuestDraftConnection?: QuestDraftConnectionResolvers<ContextType>;
  QuestDraftEdge?: QuestDraftEdgeResolvers<ContextType>;
  QuestEdge?: QuestEdgeResolvers<ContextType>;
  QuestProgress?: QuestProgressResolvers<ContextType>;
  QuestProgressConnection?: QuestProgressConnectionResolvers<ContextType>;
  QuestProgressEdge?: QuestProgressEdgeResolvers<ContextType>;
  QuestRecommendation?: QuestRecommendationResolvers<ContextType>;
  Question?: QuestionResolvers<ContextType>;
  QuestionProgress?: QuestionProgressResolvers<ContextType>;
  QuestionState?: QuestionStateResolvers;
  RecommendationReason?: RecommendationReasonResolvers;
  RepairCodeQuestion?: RepairCodeQuestionResolvers<ContextType>;
  ReviewItem?: ReviewItemResolvers<ContextType>;
  ReviewItemConnection?: ReviewItemConnectionResolvers<ContextType>;
  ReviewItemEdge?: ReviewItemEdgeResolvers<ContextType>;
  ReviewResult?: ReviewResultResolvers<ContextType>;
  SingleChoiceQuestion?: SingleChoiceQuestionResolvers<ContextType>;
  Subscription?: SubscriptionResolvers<ContextType>;
  TestOutcome?: TestOutcomeResolvers<ContextType>;
  TrueFalseQuestion?: TrueFalseQuestionResolvers<ContextType>;
  UnlockedAchievement?: UnlockedAchievementResolvers<ContextType>;
  User?: UserResolvers<ContextType>;
  Verdict?: VerdictResolvers;
};

export type DirectiveResolvers<ContextType = QuestContext> = {
  access?: accessDirectiveResolver<any, any, ContextType>;
  cacheControl?: cacheControlDirectiveResolver<any, any, ContextType>;
  delivery?: deliveryDirectiveResolver<any, any, ContextType>;
};
