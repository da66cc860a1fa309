/**
 * Thrown where an answer, or an operation, is anything but plain. It is not a fault: the stock executor takes over, with
 * the answers that subgraphs have given already.
 */
export class Departure extends Error {
  override readonly name = 'Departure';
}

/** @throws Departure saying what was met */
export function depart(what: string): never {
  throw new Departure(what);
}

/** A name that every object inherits would be found where a subgraph has sent nothing. */
export function isInherited(name: string): boolean {
  return name in Object.prototype;
}

/** A JSON object. */
export type Fields = Record<string, unknown>;

/** Whether a JSON value is an object, no list. */
export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
