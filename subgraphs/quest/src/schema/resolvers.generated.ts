/* This file was automatically generated. DO NOT UPDATE MANUALLY. */
    import type   { Resolvers } from './types.generated.js';
    import    { achievements as Query_achievements } from './achievement/resolvers/Query/achievements.js';
import    { categories as Query_categories } from './quest/resolvers/Query/categories.js';
import    { leaderboard as Query_leaderboard } from './leaderboard/resolvers/Query/leaderboard.js';
import    { publicStats as Query_publicStats } from './leaderboard/resolvers/Query/publicStats.js';
import    { quest as Query_quest } from './quest/resolvers/Query/quest.js';
import    { questDraft as Query_questDraft } from './authoring/resolvers/Query/questDraft.js';
import    { questDrafts as Query_questDrafts } from './authoring/resolvers/Query/questDrafts.js';
import    { quests as Query_quests } from './quest/resolvers/Query/quests.js';
import    { recommendedQuests as Query_recommendedQuests } from './analytics/resolvers/Query/recommendedQuests.js';
import    { reviewQueue as Query_reviewQueue } from './review/resolvers/Query/reviewQueue.js';
import    { abandonQuest as Mutation_abandonQuest } from './progress/resolvers/Mutation/abandonQuest.js';
import    { discardQuestDraft as Mutation_discardQuestDraft } from './authoring/resolvers/Mutation/discardQuestDraft.js';
import    { editQuest as Mutation_editQuest } from './authoring/resolvers/Mutation/editQuest.js';
import    { publishQuestDraft as Mutation_publishQuestDraft } from './authoring/resolvers/Mutation/publishQuestDraft.js';
import    { revealHint as Mutation_revealHint } from './attempt/resolvers/Mutation/revealHint.js';
import    { saveQuestDraft as Mutation_saveQuestDraft } from './authoring/resolvers/Mutation/saveQuestDraft.js';
import    { startQuest as Mutation_startQuest } from './progress/resolvers/Mutation/startQuest.js';
import    { submitAnswer as Mutation_submitAnswer } from './attempt/resolvers/Mutation/submitAnswer.js';
import    { submitReview as Mutation_submitReview } from './review/resolvers/Mutation/submitReview.js';
import    { tryDraftAnswer as Mutation_tryDraftAnswer } from './authoring/resolvers/Mutation/tryDraftAnswer.js';
import    { updateLearningDay as Mutation_updateLearningDay } from './progress/resolvers/Mutation/updateLearningDay.js';
import    { updatePrivacy as Mutation_updatePrivacy } from './privacy/resolvers/Mutation/updatePrivacy.js';
import    { achievementUnlocked as Subscription_achievementUnlocked } from './achievement/resolvers/Subscription/achievementUnlocked.js';
import    { leaderboardChanged as Subscription_leaderboardChanged } from './leaderboard/resolvers/Subscription/leaderboardChanged.js';
import    { Achievement } from './achievement/resolvers/Achievement.js';
import    { ActivityDay } from './analytics/resolvers/ActivityDay.js';
import    { AnswerResult } from './attempt/resolvers/AnswerResult.js';
import    { CodeQuestion } from './quest/resolvers/CodeQuestion.js';
import    { Concept } from './concept/resolvers/Concept.js';
import    { ConceptMastery as concept_ConceptMastery } from './concept/resolvers/ConceptMastery.js';
import    { ConceptMastery as analytics_ConceptMastery } from './analytics/resolvers/ConceptMastery.js';
import    { DraftAnswerResult } from './authoring/resolvers/DraftAnswerResult.js';
import    { ExplainErrorQuestion } from './quest/resolvers/ExplainErrorQuestion.js';
import    { FillInQuestion } from './quest/resolvers/FillInQuestion.js';
import    { Leaderboard } from './leaderboard/resolvers/Leaderboard.js';
import    { LeaderboardEntry } from './leaderboard/resolvers/LeaderboardEntry.js';
import    { LearningAnalytics } from './analytics/resolvers/LearningAnalytics.js';
import    { LearningDay } from './progress/resolvers/LearningDay.js';
import    { MatchingQuestion } from './quest/resolvers/MatchingQuestion.js';
import    { MultipleChoiceQuestion } from './quest/resolvers/MultipleChoiceQuestion.js';
import    { OrderingQuestion } from './quest/resolvers/OrderingQuestion.js';
import    { PersonalData } from './privacy/resolvers/PersonalData.js';
import    { PredictOutputQuestion } from './quest/resolvers/PredictOutputQuestion.js';
import    { PrivacySettings } from './privacy/resolvers/PrivacySettings.js';
import    { ProgressWeek } from './analytics/resolvers/ProgressWeek.js';
import    { PublishedQuest } from './authoring/resolvers/PublishedQuest.js';
import    { Quest as quest_Quest } from './quest/resolvers/Quest.js';
import    { Quest as progress_Quest } from './progress/resolvers/Quest.js';
import    { QuestCategory } from './quest/resolvers/QuestCategory.js';
import    { QuestDraft } from './authoring/resolvers/QuestDraft.js';
import    { QuestProgress } from './progress/resolvers/QuestProgress.js';
import    { QuestRecommendation as concept_QuestRecommendation } from './concept/resolvers/QuestRecommendation.js';
import    { QuestRecommendation as analytics_QuestRecommendation } from './analytics/resolvers/QuestRecommendation.js';
import    { QuestionProgress as progress_QuestionProgress } from './progress/resolvers/QuestionProgress.js';
import    { QuestionProgress as attempt_QuestionProgress } from './attempt/resolvers/QuestionProgress.js';
import    { RepairCodeQuestion } from './quest/resolvers/RepairCodeQuestion.js';
import    { ReviewItem as concept_ReviewItem } from './concept/resolvers/ReviewItem.js';
import    { ReviewItem as review_ReviewItem } from './review/resolvers/ReviewItem.js';
import    { ReviewResult } from './review/resolvers/ReviewResult.js';
import    { SingleChoiceQuestion } from './quest/resolvers/SingleChoiceQuestion.js';
import    { TrueFalseQuestion } from './quest/resolvers/TrueFalseQuestion.js';
import    { UnlockedAchievement } from './achievement/resolvers/UnlockedAchievement.js';
import    { User as achievement_User } from './achievement/resolvers/User.js';
import    { User as analytics_User } from './analytics/resolvers/User.js';
import    { User as progress_User } from './progress/resolvers/User.js';
import    { User as privacy_User } from './privacy/resolvers/User.js';
import    { DateTimeResolver,JSONResolver } from 'graphql-scalars';
    export const resolvers: Resolvers = {
      Query: { achievements: Query_achievements,categories: Query_categories,leaderboard: Query_leaderboard,publicStats: Query_publicStats,quest: Query_quest,questDraft: Query_questDraft,questDrafts: Query_questDrafts,quests: Query_quests,recommendedQuests: Query_recommendedQuests,reviewQueue: Query_reviewQueue },
      Mutation: { abandonQuest: Mutation_abandonQuest,discardQuestDraft: Mutation_discardQuestDraft,editQuest: Mutation_editQuest,publishQuestDraft: Mutation_publishQuestDraft,revealHint: Mutation_revealHint,saveQuestDraft: Mutation_saveQuestDraft,startQuest: Mutation_startQuest,submitAnswer: Mutation_submitAnswer,submitReview: Mutation_submitReview,tryDraftAnswer: Mutation_tryDraftAnswer,updateLearningDay: Mutation_updateLearningDay,updatePrivacy: Mutation_updatePrivacy },
      Subscription: { achievementUnlocked: Subscription_achievementUnlocked,leaderboardChanged: Subscription_leaderboardChanged },
      Achievement: Achievement,
ActivityDay: ActivityDay,
AnswerResult: AnswerResult,
CodeQuestion: CodeQuestion,
Concept: Concept,
ConceptMastery: { ...concept_ConceptMastery,...analytics_ConceptMastery },
DraftAnswerResult: DraftAnswerResult,
ExplainErrorQuestion: ExplainErrorQuestion,
FillInQuestion: FillInQuestion,
Leaderboard: Leaderboard,
LeaderboardEntry: LeaderboardEntry,
LearningAnalytics: LearningAnalytics,
LearningDay: LearningDay,
MatchingQuestion: MatchingQuestion,
MultipleChoiceQuestion: MultipleChoiceQuestion,
OrderingQuestion: OrderingQuestion,
PersonalData: PersonalData,
PredictOutputQuestion: PredictOutputQuestion,
PrivacySettings: PrivacySettings,
ProgressWeek: ProgressWeek,
PublishedQuest: PublishedQuest,
Quest: { ...quest_Quest,...progress_Quest },
QuestCategory: QuestCategory,
QuestDraft: QuestDraft,
QuestProgress: QuestProgress,
QuestRecommendation: { ...concept_QuestRecommendation,...analytics_QuestRecommendation },
QuestionProgress: { ...progress_QuestionProgress,...attempt_QuestionProgress },
RepairCodeQuestion: RepairCodeQuestion,
ReviewItem: { ...concept_ReviewItem,...review_ReviewItem },
ReviewResult: ReviewResult,
SingleChoiceQuestion: SingleChoiceQuestion,
TrueFalseQuestion: TrueFalseQuestion,
UnlockedAchievement: UnlockedAchievement,
User: { ...achievement_User,...analytics_User,...progress_User,...privacy_User },
DateTime: DateTimeResolver,
JSON: JSONResolver
    }