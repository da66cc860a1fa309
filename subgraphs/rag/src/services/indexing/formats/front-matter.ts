import { parse } from 'yaml';
import { z } from 'zod';
import { UnreadableContentError } from './unreadable.js';

/** What a Markdown file may say of itself between two lines of `---`; other keys are for other programs. */
export type FrontMatter = z.infer<typeof frontMatter>;

const label = z.coerce.string().trim().min(1).max(200);
const frontMatter = z
  .object({
    title: label,
    tags: z.union([z.array(label), label.transform((tags) => tags.split(',').map((tag) => tag.trim()))]),
    category: label,
    language: label,
    kind: label,
  })
  .partial();

/**
 * Takes the YAML front matter off a Markdown text.
 * @throws UnreadableContentError when it is not YAML, or a key has a value that cannot be meant
 */
export function splitFrontMatter(content: string): { markdown: string; frontMatter: FrontMatter } {
  const match = /^---[ \t]*\r?\n([\s\S]*?)\r?\n---[ \t]*(?:\r?\n|$)/.exec(content);
  if (!match) return { markdown: content, frontMatter: {} };
  const parsed = frontMatter.safeParse(parseYaml(match[1] ?? '') ?? {});
  if (!parsed.success) {
    const key = parsed.error.issues[0]?.path.join('.') || '---';
    throw new UnreadableContentError({
      fr: `son en-tête YAML a une valeur impossible (${key})`,
      en: `its front matter has an impossible value (${key})`,
    });
  }
  return { markdown: content.slice(match[0].length), frontMatter: parsed.data };
}

function parseYaml(yaml: string): unknown {
  try {
    return parse(yaml);
  } catch (cause) {
    const reason = { fr: 'son en-tête n’est pas du YAML', en: 'its front matter is not YAML' };
    throw new UnreadableContentError(reason, { cause });
  }
}
