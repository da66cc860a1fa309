import type { QueryResolvers } from '../../../types.generated.js';

export const quest: NonNullable<QueryResolvers['quest']> = (_parent, { id }, { loaders }) => loaders.quests.load(id);
