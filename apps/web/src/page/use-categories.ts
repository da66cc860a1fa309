import { CategoriesDocument, type CategoriesQuery, type DoctorPyClient } from '@doctorpy/client';
import { useEffect, useState } from 'react';
import type { Language } from '../choice.js';

/** The topics that quests are about. */
export type Categories = NonNullable<CategoriesQuery['categories']>;

/** The topics in that language; none until they come. Asked for again when `isLive` becomes true without them. */
export function useCategories(
  api: (language: Language) => DoctorPyClient,
  language: Language,
  isLive: boolean,
): Categories {
  const [known, setKnown] = useState<{ language: Language; categories: Categories } | null>(null);
  const isMissing = known?.language !== language;
  useEffect(() => {
    if (!isMissing || !isLive) return;
    let isWanted = true;
    api(language)
      .execute(CategoriesDocument)
      .then(({ data }) => {
        if (isWanted && data?.categories) setKnown({ language, categories: data.categories });
      })
      // Without them the page still shows all topics together.
      .catch(() => undefined);
    return () => {
      isWanted = false;
    };
  }, [api, language, isMissing, isLive]);
  return known?.categories ?? [];
}
