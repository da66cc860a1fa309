/** A problem at a place inside a value: the keys and indexes that lead there, and a sentence saying what to do. */
export type PlacedProblem = { path: (string | number)[]; message: string };

/** Wrong choices that say nothing to the learner who picks them. */
export function wrongChoicesWithoutFeedback(
  choices: { id: string; feedback?: string | undefined }[],
  answer: string[],
  path: PlacedProblem['path'] = ['choices'],
): PlacedProblem[] {
  return choices.flatMap(({ id, feedback }, index) =>
    feedback || answer.includes(id)
      ? []
      : [
          {
            path: [...path, index, 'feedback'],
            message: 'is missing: say why this wrong choice tempts and misleads',
          },
        ],
  );
}

/** Ids given twice in a list. */
export function duplicates(items: { id: string }[], list: string, place: PlacedProblem['path'] = []): PlacedProblem[] {
  return items.flatMap(({ id }, index) =>
    items.findIndex((item) => item.id === id) < index
      ? [{ path: [...place, list, index, 'id'], message: `${id} is already taken: give each its own id` }]
      : [],
  );
}

/** A value given twice. */
export function repeated(values: string[], path: PlacedProblem['path']): PlacedProblem[] {
  const twice = values.find((value, index) => values.indexOf(value) < index);
  return twice === undefined ? [] : [{ path, message: `names ${twice} twice: remove one` }];
}

/** Ids that no item has. */
export function unknownIds(ids: string[], items: { id: string }[], path: PlacedProblem['path']): PlacedProblem[] {
  const known = items.map((item) => item.id);
  return ids
    .filter((id) => !known.includes(id))
    .map((id) => ({ path, message: `names ${id}, which does not exist: use one of ${known.join(', ')}` }));
}

/** Mistakes that can never be told apart from a right answer, or from an earlier mistake. */
export function clashes<K extends string>(
  mistakes: Record<K, string>[],
  right: string[],
  key: K,
  path: PlacedProblem['path'],
) {
  const accepted = right.map((text) => text.trim());
  const named = mistakes.map((mistake) => mistake[key].trim());
  return named.flatMap((text, index): PlacedProblem[] => {
    if (accepted.includes(text)) {
      return [{ path: [...path, index, key], message: 'is also a right answer: keep it in one place only' }];
    }
    return named.indexOf(text) < index
      ? [{ path: [...path, index, key], message: 'is named twice: keep one of the two' }]
      : [];
  });
}
