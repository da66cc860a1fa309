import type { ConceptResolvers } from './../../types.generated.js';

/** Its only field here is a property. */
export const Concept: ConceptResolvers = {};
