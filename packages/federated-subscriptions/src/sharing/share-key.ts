import type { SubscriptionPlan } from '../planning/planner.js';
import type { Variables } from '../planning/variables.js';

/**
 * What all readers of one share have in common: the supergraph, the operation, the variables after defaults, whatever
 * order they came in, and everything else the result may depend on.
 */
export function shareKey({ version, key }: SubscriptionPlan, variables: Variables, scope: string): string {
  return JSON.stringify([version.id, key, scope, sorted(variables)]);
}

/** The same JSON for the same value: keys in order. Positions in lists mean something and stay. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  // Not like a list of pairs.
  return { of: entries.map(([name, inner]) => [name, sorted(inner)]) };
}
