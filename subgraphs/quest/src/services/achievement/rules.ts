import type { LearnerRecord } from '../../models/learner.model.js';
import type { AchievementRule } from '../content/content-schema.js';
import { levelOf, levelStartsAt } from '../scoring/level.js';

/** The numbers of one learner that achievements look at. */
export type LearnerFacts = Pick<
  LearnerRecord,
  | 'score'
  | 'questionsCorrect'
  | 'questionsFlawless'
  | 'questionsRecovered'
  | 'answersSubmitted'
  | 'timeSpentSeconds'
  | 'completedQuestIds'
  | 'perfectQuestIds'
  | 'longestStreakDays'
>;

/** Whether a learner's numbers meet the rule. */
export function meets(rule: AchievementRule, facts: LearnerFacts): boolean {
  switch (rule.kind) {
    case 'correctAnswers':
      return facts.questionsCorrect >= rule.atLeast;
    case 'firstTries':
      return facts.questionsFlawless >= rule.atLeast;
    case 'recoveries':
      return facts.questionsRecovered >= rule.atLeast;
    case 'answers':
      return facts.answersSubmitted >= rule.atLeast;
    case 'minutes':
      return facts.timeSpentSeconds >= 60 * rule.atLeast;
    case 'questsCompleted':
      return facts.completedQuestIds.length >= rule.atLeast;
    case 'perfectQuests':
      return facts.perfectQuestIds.length >= rule.atLeast;
    case 'streakDays':
      return facts.longestStreakDays >= rule.atLeast;
    case 'score':
      return facts.score >= rule.atLeast;
    case 'level':
      return levelOf(facts.score).level >= rule.atLeast;
    case 'completed':
      return rule.quests.every((id) => facts.completedQuestIds.includes(id));
  }
}

/** The same rule as a condition on learners' records, which finds those who meet it. */
export function conditionOf(rule: AchievementRule): Condition {
  switch (rule.kind) {
    case 'correctAnswers':
      return { questionsCorrect: { $gte: rule.atLeast } };
    case 'firstTries':
      return { questionsFlawless: { $gte: rule.atLeast } };
    case 'recoveries':
      return { questionsRecovered: { $gte: rule.atLeast } };
    case 'answers':
      return { answersSubmitted: { $gte: rule.atLeast } };
    case 'minutes':
      return { timeSpentSeconds: { $gte: 60 * rule.atLeast } };
    case 'questsCompleted':
      return { [`completedQuestIds.${rule.atLeast - 1}`]: { $exists: true } };
    case 'perfectQuests':
      return { [`perfectQuestIds.${rule.atLeast - 1}`]: { $exists: true } };
    case 'streakDays':
      return { longestStreakDays: { $gte: rule.atLeast } };
    case 'score':
      return { score: { $gte: rule.atLeast } };
    case 'level':
      return { score: { $gte: levelStartsAt(rule.atLeast) } };
    case 'completed':
      return { completedQuestIds: { $all: rule.quests } };
  }
}

/** A condition of MongoDB on one field. */
export type Condition = Record<string, { $gte: number } | { $exists: true } | { $all: string[] }>;
