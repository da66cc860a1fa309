import { questView } from '../../../services/catalogue/quest-view.js';
import type { QuestDraftResolvers } from '../../types.generated.js';

export const QuestDraft: QuestDraftResolvers = {
  id: ({ _id }) => _id,
  updatedBy: ({ updatedBy }) => (updatedBy === null ? null : { id: updatedBy }),
  // An id of its own: client caches must not take the draft for the published quest.
  preview: ({ _id, content, baseVersion }, _args, { caller }) =>
    questView({ _id: `draft:${_id}`, content, version: (baseVersion ?? 0) + 1, position: 0 }, caller.language),
};
