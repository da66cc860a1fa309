import { z } from 'zod';
import { fence } from './markdown.js';
import { UnreadableContentError } from './unreadable.js';

const lines = z.union([z.string(), z.array(z.string())]).transform((source) => [source].flat().join(''));
const notebook = z.object({
  nbformat: z.literal(4),
  metadata: z.object({ language_info: z.object({ name: z.string() }).optional() }).optional(),
  cells: z.array(z.object({ cell_type: z.string(), source: lines })),
});

/** Prose cells as they are, code cells as code; what cells printed is no part of the text. */
export function notebookToMarkdown(content: string): string {
  const parsed = notebook.safeParse(parseJson(content));
  if (!parsed.success) throw new UnreadableContentError(notNotebook, { cause: parsed.error });
  const language = parsed.data.metadata?.language_info?.name ?? 'python';
  return parsed.data.cells
    .flatMap(({ cell_type, source }) => {
      if (source.trim() === '') return [];
      if (cell_type === 'markdown') return [source];
      return cell_type === 'code' ? [fence(source, language)] : [];
    })
    .join('\n\n');
}

const notNotebook = {
  fr: 'ce n’est pas un notebook Jupyter au format 4',
  en: 'it is not a Jupyter notebook of format 4',
};

function parseJson(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch (cause) {
    throw new UnreadableContentError({ fr: 'ce n’est pas du JSON', en: 'it is not JSON' }, { cause });
  }
}
