import { parse } from 'yaml';
import { z } from 'zod';
import { UnreadableContentError } from './unreadable.js';

/** What a Markdown file may say of itself between two lines of `---`; other keys are for other programs. */
export type FrontMatter = z.infer<typeof frontMatter>;

const scalar = z.union([z.string(), z.number(), z.boolean()]).transform((value) => String(value).trim());
const label = scalar.pipe(z.string().min(1).max(200));
const frontMatter = z
  .object({
    title: label,
    tags: z.union([scalar.transform((tags) => tags.split(',')), z.array(scalar.nullable())]).transform(withoutEmpty),
    category: label,
    /** `fr-FR` is French. */
    language: label.transform((language) => language.toLowerCase().replace(/[-_].*$/, '')),
    kind: label,
  })
  .partial();

function withoutEmpty(tags: readonly (string | null)[]): string[] {
  return tags.flatMap((tag) => (tag ?? '').trim() || []);
}

/**
 * Takes the YAML front matter off a Markdown text. Keys without a value are as good as not there, and what stands between
 * two such lines without any key is text between two rules.
 * @throws UnreadableContentError when it is not YAML, or a key has a value that cannot be meant
 */
export function splitFrontMatter(content: string): { markdown: string; frontMatter: FrontMatter } {
  const match = /^---[ \t]*\r?\n(?:([\s\S]*?)\r?\n)??---[ \t]*(?:\r?\n|$)/.exec(content);
  if (!match) return { markdown: content, frontMatter: {} };
  const entries = parseYaml(match[1] ?? '') ?? {};
  if (typeof entries !== 'object' || Array.isArray(entries)) return { markdown: content, frontMatter: {} };
  const given = Object.entries(entries).filter(([, value]) => value !== null && value !== '');
  const parsed = frontMatter.safeParse(Object.fromEntries(given));
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
