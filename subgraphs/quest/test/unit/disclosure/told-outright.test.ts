import { describe, expect, it } from '@jest/globals';
import type { QuestionContent } from '../../../src/services/content/content-schema.js';
import { loadContent } from '../../../src/services/content/load-content.js';
import { announcedIn, announcesAnswer } from '../../../src/services/disclosure/announced-answers.js';
import { readText } from '../../../src/services/disclosure/quoted-text.js';
import { quotesAnswer } from '../../../src/services/disclosure/solutions.js';
import { helpfulTexts, lessonTexts } from '../../integration/disclosure-texts.js';

const { quests } = loadContent(new URL('../../../content', import.meta.url));
const all = quests.flatMap(({ id, questions }) => questions.map((question) => ({ id, question })));

const tells = (question: QuestionContent, text: string) =>
  quotesAnswer(question, readText(text)) || announcesAnswer(question, announcedIn(text));

/** Short ways to tell somebody the answer, in both languages. */
function told(question: QuestionContent): string[] {
  switch (question.type) {
    case 'singleChoice': {
      const { answer } = question;
      const text = textOf(question.choices, answer);
      return [
        `La bonne réponse est ${answer}.`,
        `La bonne réponse est **${answer.toUpperCase()})** ${text}`,
        `Pensez au type. La bonne réponse est donc « ${text} ».`,
        `Réponse correcte : **${text}**`,
        `The correct answer is option ${answer.toUpperCase()}.`,
        `The answer is: ${textOf(question.choices, answer, 'en')}`,
      ];
    }
    case 'multipleChoice':
      return [
        `Les bonnes réponses sont ${question.answer.join(' et ')}.`,
        `The correct answers are ${question.answer.join(', ')}.`,
      ];
    case 'trueFalse':
      return question.answer
        ? [
            'La bonne réponse est vrai.',
            'Cette affirmation est **vraie**, car Python compare.',
            'The statement is true.',
          ]
        : [
            'La bonne réponse est faux.',
            'Cette affirmation est **fausse**, car Python compare.',
            'The statement is false.',
          ];
    case 'explainError':
      return question.steps.map(({ choices, answer }) => `La bonne réponse est « ${textOf(choices, answer)} ».`);
    case 'fillIn':
      return question.blanks.map(({ accepted: [text = ''] }) => `La bonne réponse est \`${text}\`.`);
    case 'predictOutput':
      return [
        `La bonne réponse est :\n\n\`\`\`\n${question.output}\`\`\`\n`,
        `La réponse est : ${question.output.trim().split('\n').join(', ')}.`,
      ];
    case 'ordering':
      return question.solutions.flatMap((solution) => {
        const ids = solution.map((entry) => entry.slice(entry.indexOf(':') + 1));
        return [`Le bon ordre est : ${ids.join(', ')}.`, `The correct order is ${ids.join(' → ')}`];
      });
    case 'matching': {
      const pairs = Object.entries(question.answer);
      return [
        `La bonne réponse est : ${pairs.map((pair) => pair.join('-')).join(', ')}.`,
        `The right answer is ${pairs.map((pair) => pair.join(' → ')).join(' ; ')}.`,
      ];
    }
    case 'code':
    case 'repairCode':
      return question.accepted.flatMap((code) => {
        const lines = code.split('\n').filter((line) => line.trim() !== '');
        const [first = ''] = lines;
        return [
          `\`\`\`diff\n-${first} # ?\n${lines.map((line) => `+${line}`).join('\n')}\n\`\`\``,
          `\`\`\`\n${lines.map((line, index) => `${index + 1} | ${line}`).join('\n')}\n\`\`\``,
          `\`\`\`\n${lines.map((line, index) => `${index + 1}  ${line}`).join('\n')}\n\`\`\``,
        ];
      });
  }
}

function textOf(
  choices: readonly { id: string; text: string; en?: { text?: string | undefined } | undefined }[],
  id: string,
  language: 'fr' | 'en' = 'fr',
): string {
  const choice = choices.find((each) => each.id === id);
  return (language === 'en' ? choice?.en?.text : undefined) ?? choice?.text ?? '';
}

describe('a text that says outright what to answer', () => {
  it('is found for every question of the curriculum, however short the answer is', () => {
    const missed = all.flatMap(({ id, question }) =>
      told(question).flatMap((text) => (tells(question, text) ? [] : [`${id}:${question.key} ${text}`])),
    );
    expect(missed).toEqual([]);
  });

  it('is found before the number of a source, the sentences of an explanation as well', () => {
    const inProse = all.filter(({ question }) => question.type !== 'code' && question.type !== 'repairCode');
    const missed = inProse.flatMap(({ id, question }) =>
      [...told(question), question.explanation]
        .map((text) => text.replace(/\.(?=\s|$)/gu, ' [1].'))
        .flatMap((text) => (tells(question, text) ? [] : [`${id}:${question.key} ${text}`])),
    );
    expect(missed).toEqual([]);
  });

  it('is none of the lessons, hints and remarks on mistakes', async () => {
    const lessons = await lessonTexts();
    const announced = new Map([...lessons.values()].flat().map((text) => [text, announcedIn(text)]));
    const wrong = quests.flatMap((quest) =>
      quest.questions.flatMap((question) =>
        [...new Set([...announced.keys(), ...helpfulTexts(quest, question, lessons)])].flatMap((text) =>
          announcesAnswer(question, announced.get(text) ?? announcedIn(text)) ? [`${question.key} ${text}`] : [],
        ),
      ),
    );
    expect(wrong).toEqual([]);
  });

  it.each([
    'Relisez la question b.',
    'Si la réponse est vraie, le bloc est exécuté.',
    'Avec `==`, la réponse est `True` ou `False`.',
    'La réponse est `False` : 3 n’est pas plus grand que 5.',
    'Une bonne réponse tient compte du type.',
    'La bonne réponse est l’une des quatre : relisez a, b, c et d.',
    'Quelle est la bonne réponse ? À vous de jouer !',
    'L’ordre est important : le corps vient après l’en-tête.',
    'The answer depends on what `input` gives back.',
  ])('is not: %s', (text) => {
    expect(all.filter(({ question }) => tells(question, text))).toEqual([]);
  });
});
