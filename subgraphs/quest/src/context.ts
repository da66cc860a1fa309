import type { RequestContext } from '@doctorpy/service-kit/context';

/** What every resolver of quest receives. */
export type QuestContext = RequestContext;
