import type { AskQuota } from '../../services/quotas/quotas.js';

/** What resolvers of AskQuota start from. */
export type AskQuotaMapper = AskQuota;
