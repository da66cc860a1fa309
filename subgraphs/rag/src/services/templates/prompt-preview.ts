import type { Language } from '@doctorpy/service-kit/caller';
import { badUserInput } from '@doctorpy/service-kit/errors';
import { templateNotFound } from '../../errors.js';
import type { QueryType } from '../../models/answer.model.js';
import type { Level, PromptTemplateRecord, Situation } from '../../models/prompt-template.model.js';
import { selectPassages } from '../answering/citations.js';
import { findPassages } from '../answering/finding.js';
import type { ChatMessage } from '../answering/prompt.js';
import { checkQuestion } from '../answering/question.js';
import type { Templates } from '../answering/templates.js';
import { promptFor } from '../answering/writing.js';
import type { RetrievalEngine, ScoredPassage } from '../retrieval/engine.js';
import { situationOf } from './situation.js';
import type { TemplateAuthoring } from './template-authoring.js';
import { templateProblems, withPlainLineEnds } from './template-text.js';

/** A learner's question, and what to put in place of the template that it would choose. */
export interface PreviewInput {
  query: string;
  queryType: QueryType;
  level: Level;
  /** Null takes the caller's. */
  language: string | null;
  questId: string | null;
  /** Null takes the one that the question chooses. */
  templateId: string | null;
  /** One of its versions; null takes the one in use. */
  version: number | null;
  /** A text that is not saved yet, in place of any version. */
  draft: string | null;
}

/** What a model would get. */
export interface PromptPreview {
  situation: Situation;
  template: PromptTemplateRecord;
  /** Null for a draft. */
  version: number | null;
  /** None when nothing fits the question: no model is asked then. */
  messages: ChatMessage[];
  /** Best first. The messages number them in an order of their own. */
  passages: ScoredPassage[];
}

/**
 * Shows what a model would get for a question of somebody without an earlier conversation and with nothing in play.
 * @throws DomainError BAD_USER_INPUT with every problem of question and draft, NOT_FOUND for an unknown template or version
 */
export type PreviewPrompt = (input: PreviewInput, callerLanguage: Language) => Promise<PromptPreview>;

/** Creates PreviewPrompt over what answers are made with. */
export function createPromptPreview(deps: {
  engine: () => RetrievalEngine;
  templates: Templates;
  authoring: Pick<TemplateAuthoring, 'version'>;
}): PreviewPrompt {
  const { engine, templates, authoring } = deps;
  return async (input, callerLanguage) => {
    const question = checkQuestion({ ...input, conversationId: null, idempotencyKey: null }, callerLanguage);
    const { query, questId } = question;
    const situation = situationOf(query, questId);
    const template =
      input.templateId !== null
        ? (await templates.byIds([input.templateId]))[0]
        : await templates.choose({ ...question, level: input.level, situation });
    if (!template) throw templateNotFound();
    const { text, version } = await textOf(input, template);

    const { found } = await findPassages(engine(), query, [], question.language);
    const passages = selectPassages(found);
    const { messages } = promptFor(text, passages, { question: query, questId, history: [] });
    return { situation, template, version, messages: passages.length === 0 ? [] : messages, passages };
  };

  async function textOf({ draft: written, version }: PreviewInput, template: PromptTemplateRecord) {
    if (written !== null) {
      const draft = withPlainLineEnds(written);
      const problems = templateProblems({ title: template.title, template: draft });
      if (problems.length > 0)
        throw badUserInput(problems.map((problem) => ({ ...problem, path: ['input', 'draft'] })));
      return { text: draft, version: null };
    }
    if (version === null || version === template.version) return { text: template.template, version: template.version };
    return { text: (await authoring.version(template._id, version)).template, version };
  }
}
