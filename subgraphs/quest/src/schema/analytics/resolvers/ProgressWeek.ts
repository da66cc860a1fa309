import type { ProgressWeekResolvers } from '../../types.generated.js';

/** Every field is a property. */
export const ProgressWeek: ProgressWeekResolvers = {};
