import { withDocuments } from '../../document/with-documents.js';
import type { PromptPreviewResolvers } from './../../types.generated.js';

export const PromptPreview: PromptPreviewResolvers = {
  passages: ({ passages }, _args, { loaders }) => withDocuments(passages, loaders),
};
