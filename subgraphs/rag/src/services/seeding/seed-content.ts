import type { EventOrigin } from '@doctorpy/service-kit/events';
import type { Logger } from '@doctorpy/service-kit/logging';
import type { Models } from '../../models/index.js';
import type { Indexing } from '../indexing/indexing.js';
import { readLessons } from './lessons.js';
import { readPromptTemplates } from './prompt-templates.js';
import { publishTemplates, type TemplatesReport } from './publish-templates.js';

/** What seeding did. */
export interface SeedReport {
  lessons: { total: number; changed: number; removed: number };
  templates: TemplatesReport;
}

const origin: EventOrigin = { actorId: null, requestId: null, traceparent: null };

/**
 * Brings the database in step with the product's own lessons and prompt templates, as often as one likes: only what
 * changed is written and announced, and what left the content leaves the database. Authors' documents are not touched, and
 * templates of which an author put a version in use keep it.
 * @param content folder with `lessons/` and `templates/`
 * @throws ContentError when a file of the content is wrong; nothing is written then
 */
export async function seedContent(deps: {
  models: Models;
  indexing: Indexing;
  content: URL;
  log: Logger;
}): Promise<SeedReport> {
  const { models, indexing, content, log } = deps;
  const [lessons, templates] = await Promise.all([
    readLessons(new URL('lessons/', content)),
    readPromptTemplates(new URL('templates/', content)),
  ]);

  const report: SeedReport['lessons'] = { total: lessons.length, changed: 0, removed: 0 };
  for (const lesson of lessons) {
    const { changed } = await indexing.index(lesson, origin);
    if (changed) report.changed += 1;
  }
  const gone = await models.documents
    .find({ _id: { $regex: '^lesson:', $nin: lessons.map(({ id }) => id) } }, { _id: 1 })
    .lean();
  for (const { _id } of gone) {
    if (await indexing.remove(_id, origin)) report.removed += 1;
  }

  const done: SeedReport = { lessons: report, templates: await publishTemplates(models, templates, log) };
  log.info({ ...done }, 'content.seeded');
  return done;
}
