import type { ActivityDayResolvers } from '../../types.generated.js';

/** Every field is a property. */
export const ActivityDay: ActivityDayResolvers = {};
