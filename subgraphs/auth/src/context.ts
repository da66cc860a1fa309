import type { RequestContext } from '@doctorpy/service-kit/context';

/** What every resolver of auth receives. */
export type AuthContext = RequestContext;
