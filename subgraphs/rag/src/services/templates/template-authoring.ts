import { badUserInput } from '@doctorpy/service-kit/errors';
import type { Logger } from '@doctorpy/service-kit/logging';
import { inTransaction } from '@doctorpy/service-kit/mongo';
import { connectionFrom, decodeCursor, invalidCursor, type Page, pageSize } from '@doctorpy/service-kit/pagination';
import type { Connection } from 'mongoose';
import { templateChanged, templateNotFound, templateReplaced, templateVersionNotFound } from '../../errors.js';
import type { Models } from '../../models/index.js';
import type { PromptTemplateRecord } from '../../models/prompt-template.model.js';
import {
  type PromptTemplateVersionRecord,
  promptTemplateVersionId,
} from '../../models/prompt-template-version.model.js';
import { type TemplateText, templateProblems, withPlainLineEnds } from './template-text.js';

/** A text to keep; `basedOn` is the newest version that it was made from. */
export interface TemplateChange extends TemplateText {
  templateId: string;
  basedOn: number;
}

/** A version to put in use, in place of the one that is. */
export interface TemplatePublication {
  templateId: string;
  version: number;
  replaces: number;
}

/** What authors do with prompt templates. */
export interface TemplateAuthoring {
  /**
   * Keeps a text as the newest version; what is in use stays.
   * @throws DomainError BAD_USER_INPUT with every problem of the text, NOT_FOUND, CONFLICT when a newer version was saved
   */
  save(authorId: string, change: TemplateChange): Promise<PromptTemplateVersionRecord>;
  /**
   * Puts a version in use, older ones as well; doing it again changes nothing.
   * @throws DomainError NOT_FOUND, CONFLICT when another version was put in use meanwhile
   */
  publish(authorId: string, publication: TemplatePublication): Promise<PromptTemplateRecord>;
  /** One version. @throws DomainError NOT_FOUND */
  version(templateId: string, version: number): Promise<PromptTemplateVersionRecord>;
  /** The versions of a template, the newest first. @throws DomainError BAD_USER_INPUT for a wrong page size or cursor */
  versions(
    templateId: string,
    page: { first: number; after: string | null },
  ): Promise<Page<PromptTemplateVersionRecord>>;
}

/** Creates TemplateAuthoring. Its callers have made sure that they serve authors. */
export function createTemplateAuthoring(deps: {
  connection: Connection;
  models: Pick<Models, 'promptTemplates' | 'promptTemplateVersions'>;
  log: Logger;
}): TemplateAuthoring {
  const { connection, log } = deps;
  const { promptTemplates: templates, promptTemplateVersions: versions } = deps.models;

  const authoring: TemplateAuthoring = {
    async save(authorId, { templateId, basedOn, title, template }) {
      const text = { title, template: withPlainLineEnds(template) };
      const problems = templateProblems(text);
      if (problems.length > 0) {
        throw badUserInput(problems.map((problem) => ({ ...problem, path: ['input', ...problem.path] })));
      }
      const version = basedOn + 1;
      const saved: PromptTemplateVersionRecord = {
        _id: promptTemplateVersionId(templateId, version),
        templateId,
        version,
        title: text.title.trim(),
        template: text.template,
        savedBy: authorId,
        savedAt: new Date(),
      };
      await inTransaction(connection, async (session) => {
        const { matchedCount } = await templates.updateOne(
          { _id: templateId, newestVersion: basedOn },
          { $set: { newestVersion: version } },
          { session },
        );
        if (matchedCount === 0) throw await missing(templateId, templateChanged);
        await versions.insertMany([saved], { session });
      });
      log.info({ templateId, version, authorId }, 'template.saved');
      return saved;
    },

    async publish(authorId, { templateId, version, replaces }) {
      const { title, template } = await authoring.version(templateId, version);
      const current = await templates.findById(templateId).lean();
      if (current?.version === version) return current;
      const published = await templates
        .findOneAndUpdate(
          { _id: templateId, version: replaces },
          { $set: { version, title, template, publishedBy: authorId, publishedAt: new Date() } },
          { returnDocument: 'after' },
        )
        .lean();
      if (!published) throw await missing(templateId, templateReplaced);
      log.info({ templateId, version, replaces, authorId }, 'template.published');
      return published;
    },

    async version(templateId, version) {
      const found = await versions.findById(promptTemplateVersionId(templateId, version)).lean();
      if (!found) throw await missing(templateId, templateVersionNotFound);
      return found;
    },

    async versions(templateId, { first, after }) {
      const size = pageSize(first);
      const [before] = decodeCursor(after, 1) ?? [];
      if (before !== undefined && !Number.isSafeInteger(Number(before))) throw invalidCursor();
      const [items, totalCount] = await Promise.all([
        versions
          .find({ templateId, ...(before !== undefined && { version: { $lt: Number(before) } }) })
          .sort({ version: -1 })
          .limit(size + 1)
          .lean(),
        versions.countDocuments({ templateId }),
      ]);
      const cursorOf = ({ version }: PromptTemplateVersionRecord) => [String(version)];
      return connectionFrom(items, { first: size, totalCount, cursorOf, continued: before !== undefined });
    },
  };
  return authoring;

  async function missing(templateId: string, otherwise: () => Error): Promise<Error> {
    return (await templates.exists({ _id: templateId })) ? otherwise() : templateNotFound();
  }
}
