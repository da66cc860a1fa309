import { trustHeaders } from '@doctorpy/service-kit/trust';

/** Headers of answers that a page of another origin may read, besides those that every page may. */
export const exposedHeaders: readonly string[] = [trustHeaders.requestId, 'retry-after', 'content-language'];
