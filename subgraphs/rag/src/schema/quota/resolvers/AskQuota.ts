import type { AskQuotaResolvers } from './../../types.generated.js';

export const AskQuota: AskQuotaResolvers = {};
