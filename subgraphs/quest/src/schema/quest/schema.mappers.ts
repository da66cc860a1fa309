export type { CategoryView as QuestCategoryMapper } from '../../services/catalogue/catalogue.js';
export type { QuestView as QuestMapper } from '../../services/catalogue/quest-view.js';
