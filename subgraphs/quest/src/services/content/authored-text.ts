import { z } from 'zod';

/** A text in French, which every learner may be shown. */
export const french = z.string().trim().min(1, 'is empty: write it, in French');

/** A text in English beside a French one. */
export const english = z.string().trim().min(1, 'is empty: write it in English, or remove it to fall back on French');

/** Python, or what it prints or reads: spaces at its beginning count, those at its end do not. */
export const code = z
  .string()
  .refine((value) => value.trim() !== '', 'is empty: write its text')
  .overwrite((value) => value.trimEnd());

/** The slug of a lesson, which explains a concept. */
export const lessonSlug = z.string().regex(/^[a-z0-9]+([-_][a-z0-9]+)*$/, 'must be the slug of a lesson');

/** A lesson, or a place in it by words of a heading: `boucle-for#range`. */
export const lessonPlace = z
  .string()
  .regex(
    /^[a-z0-9]+([-_][a-z0-9]+)*(#[a-z0-9]+(-[a-z0-9]+)*)?$/,
    'must be the slug of a lesson, or with #words of a heading a place in it: boucle-for#range',
  );

/** The slug of the lesson that a place is in. */
export const lessonOf = (place: string): string => place.split('#', 1)[0] ?? place;

/** Lines typed one after the other at `input()`. */
export const stdin = z.array(z.string().regex(/^[^\r\n]*$/, 'must be one line: give each line an entry of its own'));
