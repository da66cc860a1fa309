import { excerptOf } from '../../../services/answering/citations.js';
import type { LessonPassageResolvers } from './../../types.generated.js';

export const LessonPassage: LessonPassageResolvers = {
  title: ({ document }) => document.title,
  heading: ({ passage }) => passage.headings.at(-1) ?? null,
  excerpt: ({ passage }) => excerptOf(passage.text),
  text: ({ passage }) => passage.text,
  url: ({ document }) => document.url,
};
