import { type Fields, isFields } from './departure.js';

/** What was overwritten by merging, so that it can be taken back. */
export interface Journal {
  /** Puts every field of `source` into `target`, into objects and lists of equal length field by field. */
  merge(target: Fields, source: Fields): void;
  /** Takes back all that was merged. */
  undo(): void;
}

/** Merges what need not be taken back, in the same way. */
export function mergeFields(target: Fields, source: Fields): void {
  for (const key of Object.keys(source)) {
    const value = source[key];
    const present = Object.hasOwn(target, key) ? target[key] : undefined;
    if (isFields(value) && isFields(present)) mergeFields(present, value);
    else if (Array.isArray(value) && Array.isArray(present) && value.length === present.length) {
      for (const [index, item] of value.entries()) {
        const one: unknown = present[index];
        if (isFields(item) && isFields(one)) mergeFields(one, item);
        else present[index] = item;
      }
    } else target[key] = value;
  }
}

/** Merges as the stock executor does, in place. */
export function createJournal(): Journal {
  const changes: { target: Fields | unknown[]; key: string | number; had: boolean; before: unknown }[] = [];

  const put = (target: Fields, key: string, value: unknown) => {
    const had = Object.hasOwn(target, key);
    changes.push({ target, key, had, before: had ? target[key] : undefined });
    target[key] = value;
  };

  const merge = (target: Fields, source: Fields): void => {
    for (const key of Object.keys(source)) {
      const value = source[key];
      const present = Object.hasOwn(target, key) ? target[key] : undefined;
      if (isFields(value) && isFields(present)) merge(present, value);
      else if (Array.isArray(value) && Array.isArray(present) && value.length === present.length) {
        mergeItems(present, value);
      } else put(target, key, value);
    }
  };

  const mergeItems = (target: unknown[], source: readonly unknown[]): void => {
    for (const [index, value] of source.entries()) {
      const present = target[index];
      if (isFields(value) && isFields(present)) merge(present, value);
      else {
        changes.push({ target, key: index, had: true, before: present });
        target[index] = value;
      }
    }
  };

  return {
    merge,
    undo() {
      for (let change = changes.pop(); change; change = changes.pop()) {
        const { target, key, had, before } = change;
        if (had) Reflect.set(target, key, before);
        else Reflect.deleteProperty(target, key);
      }
    },
  };
}
