export type { UnlockedAchievementRecord as UnlockedAchievementMapper } from '../../models/achievement.model.js';
