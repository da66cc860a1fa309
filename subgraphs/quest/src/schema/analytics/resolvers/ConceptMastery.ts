import type { ConceptMasteryResolvers } from '../../types.generated.js';

/** Every field is a property. */
export const ConceptMastery: Pick<
  ConceptMasteryResolvers,
  'accuracy' | 'answerCount' | 'concept' | 'mastery' | 'questionsAnswered' | 'questionsDue' | 'questionsPublished'
> = {};
