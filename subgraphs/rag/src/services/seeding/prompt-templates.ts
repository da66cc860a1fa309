import { readdir, readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { z } from 'zod';
import {
  type Level,
  levels,
  type PromptTemplateRecord,
  type Situation,
  situations,
} from '../../models/prompt-template.model.js';
import { templateProblems } from '../templates/template-text.js';
import { ContentError } from './content-error.js';

/** A template as the content folder has it. */
export type TemplateContent = Omit<PromptTemplateRecord, 'newestVersion' | 'publishedBy' | 'publishedAt'>;

const text = z.string().min(1);
const byLevel = <T extends z.ZodType>(value: T) =>
  z.strictObject({ BEGINNER: value, INTERMEDIATE: value, ADVANCED: value });

/** What all prompts of a language have in common. */
const frame = z.strictObject({
  assistant: text.refine((sentence) => ['{learner}', '{aim}'].every((place) => sentence.split(place).length === 2), {
    error: 'must hold {learner} and {aim} once each',
  }),
  learners: byLevel(text),
  levelNames: byLevel(text),
  rulesTitle: text,
  rules: text,
  formTitle: text,
  closing: text,
});
const frames = z.strictObject({ fr: frame, en: frame });

/** What those of one kind of question in one situation have in common, in one language. */
const wording = z.strictObject({
  title: text,
  aim: text,
  rules: text,
  levels: byLevel(z.strictObject({ version: z.number().int().min(1), form: text })).partial(),
});
const file = z.strictObject({
  queryType: z.enum(['CODE_HELP', 'CONCEPT', 'DEBUG', 'EXERCISE']),
  situation: z.enum(situations),
  fr: wording,
  en: wording,
});

const frameFile = 'frame.yaml';

/**
 * Reads every prompt template of a folder of YAML files, which `frame.yaml` describes, and puts them together.
 * @throws ContentError naming the file and what is wrong with it
 */
export async function readPromptTemplates(folder: URL): Promise<TemplateContent[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.yaml') && name !== frameFile).sort();
  const common = await readYaml(folder, frameFile, frames);
  const templates = await Promise.all(names.map((name) => readTemplates(folder, name, common)));
  return templates.flat();
}

async function readTemplates(folder: URL, name: string, common: z.infer<typeof frames>): Promise<TemplateContent[]> {
  const { queryType, situation, ...wordings } = await readYaml(folder, name, file);
  const expected = `${[queryType, ...suffixOf(situation)].join('.').toLowerCase().replaceAll('_', '-')}.yaml`;
  if (name !== expected) throw new ContentError(name, `a file of these templates is called ${expected}`);
  return (['fr', 'en'] as const).flatMap((language) =>
    levels.flatMap((level) => {
      const { levels: own, ...words } = wordings[language];
      const { version, form } = own[level] ?? {};
      if (version === undefined || form === undefined) return [];
      const ofLanguage = common[language];
      const template: TemplateContent = {
        _id: [queryType, level, language, ...suffixOf(situation)].join('.').toLowerCase(),
        version,
        queryType,
        level,
        language,
        situation,
        title: `${words.title}, ${ofLanguage.levelNames[level]}`,
        template: compose(ofLanguage, level, { ...words, form }),
      };
      const [problem] = templateProblems(template);
      if (problem) throw new ContentError(name, `${template._id}: ${problem.path.join('.')}: ${problem.text.en}`);
      return [template];
    }),
  );
}

/** Free questions came first: their templates are called after type, level and language alone. */
function suffixOf(situation: Situation): Situation[] {
  return situation === 'FREE' ? [] : [situation];
}

function compose(
  { assistant, learners, rulesTitle, rules, formTitle, closing }: z.infer<typeof frame>,
  level: Level,
  own: { aim: string; rules: string; form: string },
): string {
  const opening = assistant.replace('{learner}', learners[level]).replace('{aim}', own.aim);
  const blocks = ['passages', 'quest', 'question'].map((block) => `<${block}>\n{{${block}}}\n</${block}>`);
  const parts = [opening, `${rulesTitle}\n${rules}\n${own.rules}`, `${formTitle}\n${own.form}`, ...blocks, closing];
  return `${parts.join('\n\n')}\n`;
}

async function readYaml<T extends z.ZodType>(folder: URL, name: string, schema: T): Promise<z.output<T>> {
  const parsed = schema.safeParse(parse(await readFile(new URL(name, folder), 'utf8')));
  if (!parsed.success) throw new ContentError(name, z.prettifyError(parsed.error));
  return parsed.data;
}
