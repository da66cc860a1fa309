import type { RequestContext } from '@doctorpy/service-kit/context';

/** What every resolver of rag receives. */
export type RagContext = RequestContext;
