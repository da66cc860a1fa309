import type { ConceptMasteryResolvers } from './../../types.generated.js';

export const ConceptMastery: Pick<ConceptMasteryResolvers, 'about'> = {
  about: ({ concept }) => ({ id: concept }),
};
