import type { ConceptResolvers } from './../../types.generated.js';

export const Concept: ConceptResolvers = {
  __resolveReference: ({ id }) => ({ id: String(id) }),
  lesson: ({ id }, _args, { loaders }) => loaders.lessonPassages.load(id),
};
