import { safeExtract } from '../../../services/answering/safe-quotation.js';
import type { DocumentPassageResolvers } from './../../types.generated.js';

export const DocumentPassage: DocumentPassageResolvers = {
  text: ({ text }) => safeExtract(text),
};
