import { badUserInput, type FieldProblem } from '@doctorpy/service-kit/errors';
import { checkQuest, checkQuestAmong } from '../content/check-content.js';
import type { PlacedProblem } from '../content/check-lists.js';
import { type CategoryContent, type QuestContent, questSchema } from '../content/content-schema.js';
import { readYaml } from '../content/yaml-file.js';

/** The longest source, in characters: several times the longest quest. */
const MAX_SOURCE_LENGTH = 200_000;

/** Most problems that are told at once. */
const MAX_PROBLEMS = 50;

/** What a quest must fit to. */
export interface Surroundings {
  quests: QuestContent[];
  categories: CategoryContent[];
}

/** A source that was read. */
export interface ReadDraft {
  content: QuestContent;
  /** BAD_USER_INPUT of problems found in the content later, with the lines of its source. */
  refuse(problems: PlacedProblem[]): Error;
}

/** Reads the source of a quest. BAD_USER_INPUT lists what keeps it from being a quest among the others. */
export function readDraft(source: string, { quests, categories }: Surroundings): ReadDraft {
  if (source.length > MAX_SOURCE_LENGTH) throw badUserInput([tooLong]);
  const read = readYaml({ path: 'source', text: source }, questSchema);
  const refuse = (problems: PlacedProblem[]) =>
    badUserInput(problems.slice(0, MAX_PROBLEMS).map((problem) => fieldProblem(problem, read.lineOf(problem.path))));
  const { value: content } = read;
  if (!content) throw refuse(read.problems);
  const sourced = { file: fileOf(content), value: content };
  const others = quests.filter(({ id }) => id !== content.id).map((value) => ({ file: fileOf(value), value }));
  const problems = [...checkQuest(sourced), ...checkQuestAmong(sourced, [sourced, ...others], categories)];
  if (problems.length > 0) throw refuse(problems);
  return { content, refuse };
}

function fileOf({ category, id }: QuestContent): string {
  return `quests/${category}/${id}.yaml`;
}

/** What is wrong is said in English, like everything that authors are told by the checker; where it is, in both. */
function fieldProblem({ path, message }: PlacedProblem, line: number): FieldProblem {
  const place = path.map(String);
  const name = place.join('.') || 'source';
  return {
    path: ['source', ...place],
    code: 'INVALID_CONTENT',
    text: { fr: `Ligne ${line}, ${name}\u00a0: ${message}.`, en: `Line ${line}, ${name}: ${message}.` },
  };
}

const tooLong: FieldProblem = {
  path: ['source'],
  code: 'TOO_LONG',
  text: {
    fr: `Une quête compte ${MAX_SOURCE_LENGTH} caractères au plus.`,
    en: `A quest has at most ${MAX_SOURCE_LENGTH} characters.`,
  },
};
