import type { EventName, EventPayload } from '@doctorpy/service-kit/events';
import type { GatewayContext } from '../context.js';

/** What has changed: one entity, or with it all of its type. */
export interface Subject {
  /** An object type or interface of the supergraph. */
  readonly type: string;
  /** Its key field `id`; absent for all of the type. */
  readonly id?: string;
}

/** What an event says has changed, for every event there is; null for one that says nothing of what may be kept. */
export const subjectsOfEvents: {
  readonly [N in EventName]: ((payload: EventPayload<N>) => readonly Subject[]) | null;
} = {
  USER_REGISTERED: null,
  USER_AUTHENTICATED: null,
  USER_UPDATED: user,
  USER_SUSPENDED: user,
  USER_REINSTATED: user,
  USER_DELETION_REQUESTED: user,
  USER_DELETION_CANCELLED: user,
  USER_DELETED: user,
  ROLE_CHANGED: null,
  SESSION_REVOKED: null,
  QUEST_STARTED: null,
  QUEST_COMPLETED: null,
  QUEST_ABANDONED: null,
  ANSWER_SUBMITTED: null,
  ANSWER_GRADED: null,
  QUEST_PUBLISHED: catalogue,
  ACHIEVEMENT_UNLOCKED: null,
  PLAYER_VISIBILITY_CHANGED: user,
  LEADERBOARD_CHANGED: null,
  DOCUMENT_INDEXED: ({ documentId }) => [{ type: 'Document', id: documentId }, { type: 'Concept' }],
  RAG_QUERY_PROCESSED: null,
};

/**
 * What a mutation changes of what is kept, by the field: whoever made it reads what they wrote, before its event has come
 * back. What is not here changes nothing that is PUBLIC and hinted, or is told by its event alone.
 */
export const subjectsOfMutations: Readonly<Record<string, (context: GatewayContext) => readonly Subject[]>> = {
  publishQuestDraft: catalogue,
  updateProfile: caller,
  deleteMyAccount: caller,
  cancelAccountDeletion: caller,
};

/** The types of which something is told to have changed. */
export const SUBJECT_TYPES: ReadonlySet<string> = new Set([
  'User',
  'Quest',
  'QuestCategory',
  'Question',
  'PublicStats',
  'Document',
  'Concept',
]);

function user({ userId }: { userId: string }): readonly Subject[] {
  return [{ type: 'User', id: userId }];
}

/** A quest counts in its category, its title stands in those that build on it, and lists hold it. */
function catalogue(): readonly Subject[] {
  return [{ type: 'Quest' }, { type: 'QuestCategory' }, { type: 'Question' }, { type: 'PublicStats' }];
}

function caller({ caller: { userId } }: GatewayContext): readonly Subject[] {
  return userId === null ? [] : [{ type: 'User', id: userId }];
}
