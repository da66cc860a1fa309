import type { Generator } from '../grade-contract.js';
import { quoteText } from '../values/display.js';

/**
 * An argument that was drawn, as data that can be made smaller: a number (of the last decimal for `float`), a truth value,
 * a literal of `oneOf`, or a list: of letters for `text`, of items for `list` and `tuple`, of pairs for `dict`.
 */
export type Drawn = number | boolean | string | Drawn[];

/** `f(1, [2])` */
export function writeCall(
  { call, args }: { call: string; args: readonly Generator[] },
  drawn: readonly Drawn[],
): string {
  return `${call}(${args.map((generator, index) => writeDrawn(generator, drawn[index] ?? '')).join(', ')})`;
}

/** A drawn argument as a Python literal. */
export function writeDrawn(generator: Generator, drawn: Drawn): string {
  if ('float' in generator) {
    const decimals = decimalsOf(generator);
    const text = (Number(drawn) / 10 ** decimals).toFixed(decimals);
    return text.includes('.') ? text : `${text}.0`;
  }
  if ('bool' in generator) return drawn ? 'True' : 'False';
  if (!Array.isArray(drawn)) return String(drawn);
  if ('text' in generator) return quoteText(drawn.join(''));
  if ('list' in generator) return `[${drawn.map((item) => writeDrawn(generator.list, item)).join(', ')}]`;
  if ('tuple' in generator) {
    const items = generator.tuple.map((item, index) => writeDrawn(item, drawn[index] ?? ''));
    return `(${items.join(', ')}${items.length === 1 ? ',' : ''})`;
  }
  if (!('dict' in generator)) return '';
  const { keys, values } = generator.dict;
  const entries = drawn.map((entry) => {
    const [key = '', value = ''] = Array.isArray(entry) ? entry : [];
    return `${writeDrawn(keys, key)}: ${writeDrawn(values, value)}`;
  });
  return `{${entries.join(', ')}}`;
}

/** Digits after the point of a drawn decimal number. */
export function decimalsOf({ decimals = 2 }: { decimals?: number | undefined }): number {
  return decimals;
}
