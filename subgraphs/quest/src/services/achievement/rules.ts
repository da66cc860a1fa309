import type { AchievementRule } from '../content/content-schema.js';

/** The numbers of one learner that achievements look at. */
export interface LearnerFacts {
  score: number;
  questionsCorrect: number;
  completedQuestIds: readonly string[];
  perfectQuestIds: readonly string[];
  longestStreakDays: number;
}

/** Whether a learner's numbers meet the rule. */
export function meets(rule: AchievementRule, facts: LearnerFacts): boolean {
  return measure(rule.kind, facts) >= rule.atLeast;
}

function measure(kind: AchievementRule['kind'], facts: LearnerFacts): number {
  switch (kind) {
    case 'correctAnswers':
      return facts.questionsCorrect;
    case 'questsCompleted':
      return facts.completedQuestIds.length;
    case 'perfectQuests':
      return facts.perfectQuestIds.length;
    case 'streakDays':
      return facts.longestStreakDays;
    case 'score':
      return facts.score;
  }
}
