import type { PromptTemplateRecord } from '../../models/prompt-template.model.js';
import type { PromptTemplateVersionRecord } from '../../models/prompt-template-version.model.js';
import type { PromptPreview } from '../../services/templates/prompt-preview.js';

/** What resolvers of PromptTemplate start from. */
export type PromptTemplateMapper = PromptTemplateRecord;
/** What resolvers of PromptTemplateVersion start from. */
export type PromptTemplateVersionMapper = PromptTemplateVersionRecord;
/** What resolvers of PromptPreview start from. */
export type PromptPreviewMapper = PromptPreview;
