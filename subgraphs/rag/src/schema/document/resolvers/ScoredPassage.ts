import { documentNotFound } from '../../../errors.js';
import { safeExtract } from '../../../services/answering/safe-quotation.js';
import type { ScoredPassageResolvers } from './../../types.generated.js';

export const ScoredPassage: ScoredPassageResolvers = {
  document: async ({ passage }, _args, { loaders }) => {
    const document = await loaders.documents.load(passage.documentId);
    if (!document) throw documentNotFound();
    return document;
  },
  heading: ({ passage }) => passage.headings.at(-1) ?? null,
  text: ({ passage }) => safeExtract(passage.text),
};
