import { readdir, readFile } from 'node:fs/promises';
import type { QuestContent, QuestionContent } from '../../src/services/content/content-schema.js';
import { BLANK } from '../../src/services/content/question-schema.js';

const LESSONS = new URL('../../../rag/content/lessons/', import.meta.url);

/** The sections of every lesson, by its slug. */
export async function lessonTexts(): Promise<Map<string, string[]>> {
  const files = (await readdir(LESSONS)).filter((name) => name.endsWith('.md'));
  const texts = await Promise.all(files.map((name) => readFile(new URL(name, LESSONS), 'utf8')));
  return new Map(
    files.map((name, index) => {
      const body = (texts[index] ?? '').replace(/^---\n[\s\S]*?\n---\n/, '');
      return [name.replace(/\.md$/, ''), body.split(/\n(?=## )/)];
    }),
  );
}

/** Ways in which an answer could give a question away; none for those that only name ids. */
export function solutionTexts(question: QuestionContent): string[] {
  switch (question.type) {
    case 'code':
    case 'repairCode':
      return question.accepted.flatMap((code) => [
        `Voici le programme :\n\n\`\`\`python\n${code}\n\`\`\`\n`,
        `> ${code.split('\n').join('\n> ')}`,
        `Voici :\n\n\`\`\`python\n# Un exemple\n${code.split('\n').join('\n\n')}  # fini\n\`\`\`\nBon courage !`,
      ]);
    case 'fillIn':
      return (question.blanks[0]?.accepted ?? []).map((text) => {
        let index = 0;
        const filled = question.template.replaceAll(BLANK, () => {
          const [first = ''] = question.blanks[index++]?.accepted ?? [];
          return index === 1 ? text : first;
        });
        return `On écrit :\n\n\`\`\`python\n${filled}\n\`\`\``;
      });
    case 'ordering':
      return question.solutions.map((solution) => {
        const lines = solution.map((entry) => {
          const [indent, id] = entry.includes(':') ? entry.split(':') : ['0', entry];
          const text = question.items.find((item) => item.id === id)?.text ?? '';
          return `${'    '.repeat(Number(indent))}${text}`;
        });
        return `Dans cet ordre :\n\n\`\`\`python\n${lines.join('\n')}\n\`\`\``;
      });
    case 'matching':
      return [
        Object.entries(question.answer)
          .map(([left, right]) => {
            const text = (items: typeof question.left, id: string) => items.find((item) => item.id === id)?.text;
            return `- ${text(question.left, left)} : ${text(question.right, right)}`;
          })
          .join('\n'),
      ];
    case 'predictOutput':
      return [
        `Le programme\n\n\`\`\`python\n${question.code}\n\`\`\`\n\naffiche :\n\n\`\`\`\n${question.output}\n\`\`\``,
      ];
    default:
      return [question.explanation];
  }
}

/** What a good answer about a question may say while it is in play. */
export function helpfulTexts(
  content: QuestContent,
  question: QuestionContent,
  lessons: ReadonlyMap<string, string[]>,
): string[] {
  const concepts = question.concepts ?? content.concepts;
  const hints = question.hints.map(({ text }) => text);
  const feedback = 'feedback' in question ? [question.feedback] : [];
  return [...concepts.flatMap((slug) => lessons.get(slug.split('#')[0] ?? '') ?? []), ...hints, ...feedback];
}
