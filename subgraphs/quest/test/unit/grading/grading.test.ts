import { describe, expect, it } from '@jest/globals';
import { questionSchema } from '../../../src/services/content/content-schema.js';
import { gradeAnswer } from '../../../src/services/grading/grade-answer.js';

const grader = { compare: () => Promise.reject(new Error('nothing here is code')) };
const question = (fields: object) =>
  questionSchema.parse({ key: 'q1', prompt: 'Question', points: 10, explanation: 'Parce que.', ...fields });
const grade = (fields: object, ...answer: string[]) => gradeAnswer(question(fields), answer, grader);

const choices = [
  { id: 'a', text: 'A' },
  { id: 'b', text: 'B' },
  { id: 'c', text: 'C', feedback: 'Pas C.', en: { feedback: 'Not C.' } },
  { id: 'd', text: 'D', feedback: 'Pas D.' },
];

describe('multiple choice', () => {
  const fields = { type: 'multipleChoice', choices, answer: ['a', 'b'], feedback: 'Il en manque.' };

  it('is right with all right choices, in any order', async () => {
    expect(await grade(fields, 'b', 'a')).toMatchObject({ verdict: 'CORRECT', scoreRatio: 1 });
  });

  it('gives part of the points for some of them', async () => {
    expect(await grade(fields, 'a')).toMatchObject({
      verdict: 'PARTIAL',
      scoreRatio: 0.5,
      feedback: { fr: 'Il en manque.', en: 'Il en manque.' },
    });
  });

  it('takes a share back for a wrong one and says why, so that ticking everything earns nothing', async () => {
    expect(await grade(fields, 'a', 'b', 'c')).toMatchObject({
      verdict: 'PARTIAL',
      scoreRatio: 0.5,
      feedback: { fr: 'Pas C.', en: 'Not C.' },
    });
    expect(await grade(fields, 'a', 'b', 'c', 'd')).toMatchObject({
      verdict: 'INCORRECT',
      scoreRatio: 0,
      feedback: { fr: 'Pas C.\n\nPas D.', en: 'Not C.\n\nPas D.' },
    });
  });
});

describe('fill in', () => {
  const fields = {
    type: 'fillIn',
    template: 'print(___)\nx = ___',
    blanks: [
      { accepted: ['"bonjour"'], mistakes: [{ answer: 'bonjour', feedback: 'Des guillemets ?' }] },
      { accepted: ['1'] },
    ],
    feedback: 'Pas encore.',
  };

  it.each(['"bonjour"', "'bonjour'", '  "bonjour" ', '“bonjour”', '« bonjour »'.replaceAll(' ', '')])(
    'takes %s for the same text',
    async (text) => {
      expect(await grade(fields, text, ' 1 ')).toMatchObject({ verdict: 'CORRECT' });
    },
  );

  it('recognises a mistake, and gives the share of what is right', async () => {
    expect(await grade(fields, 'bonjour', '1')).toMatchObject({
      verdict: 'PARTIAL',
      scoreRatio: 0.5,
      feedback: { fr: 'Des guillemets ?' },
    });
    expect(await grade(fields, '"Bonjour"', '2')).toMatchObject({
      verdict: 'INCORRECT',
      feedback: { fr: 'Pas encore.' },
    });
  });

  it('does not tolerate the quotes that an author calls a mistake', async () => {
    const strict = {
      ...fields,
      template: '___',
      blanks: [{ accepted: ['"a"'], mistakes: [{ answer: "'a'", feedback: 'Des guillemets doubles.' }] }],
    };
    expect(await grade(strict, "'a'")).toMatchObject({ verdict: 'INCORRECT' });
    expect(await grade(strict, '“a”')).toMatchObject({ verdict: 'CORRECT' });
  });
});

describe('ordering', () => {
  const fields = {
    type: 'ordering',
    items: [
      { id: 'b', text: 'print(i)' },
      { id: 'x', text: 'i++', distractor: true, feedback: 'Python ne connaît pas `++`.' },
      { id: 'a', text: 'for i in range(3):' },
    ],
    indented: true,
    solutions: [['0:a', '1:b']],
    mistakes: [{ answer: ['0:a', '0:b'], feedback: 'Le corps se décale.' }],
    feedback: 'Pas dans cet ordre.',
  };

  it('counts order and indentation', async () => {
    expect(await grade(fields, '0:a', ' 1 : b ')).toMatchObject({ verdict: 'CORRECT' });
    expect(await grade(fields, '0:a', '0:b')).toMatchObject({
      verdict: 'INCORRECT',
      feedback: { fr: 'Le corps se décale.' },
    });
    expect(await grade(fields, '0:b', '1:a')).toMatchObject({
      verdict: 'INCORRECT',
      feedback: { fr: 'Pas dans cet ordre.' },
    });
    expect(await grade(fields, '0:a', '1:b', '1:x')).toMatchObject({ feedback: { fr: 'Python ne connaît pas `++`.' } });
  });

  it('refuses items without indentation, and unknown ones', async () => {
    await expect(grade(fields, 'a', 'b')).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
    await expect(grade(fields, '0:a', '1:z')).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
  });
});

describe('matching', () => {
  const fields = {
    type: 'matching',
    left: [
      { id: 'a', text: '1' },
      { id: 'b', text: '"1"' },
    ],
    right: [
      { id: 'y', text: 'str' },
      { id: 'x', text: 'int' },
    ],
    answer: { a: 'x', b: 'y' },
    mistakes: [{ left: 'a', right: 'y', feedback: 'Sans guillemets…' }],
    feedback: 'Une paire ne va pas.',
  };

  it('takes the pairs in any order, and gives the share of the right ones', async () => {
    expect(await grade(fields, 'b=y', 'a = x')).toMatchObject({ verdict: 'CORRECT' });
    expect(await grade(fields, 'a=y', 'b=y')).toMatchObject({
      verdict: 'PARTIAL',
      scoreRatio: 0.5,
      feedback: { fr: 'Sans guillemets…' },
    });
  });

  it.each([[['a=x']], [['a=x', 'a=y']], [['a=x', 'b=z']], [['a=x', 'b']], [['a=x', 'b=y', 'b=x']], [['a=x=y', 'b=y']]])(
    'refuses %j',
    async (answer) => {
      await expect(grade(fields, ...answer)).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
    },
  );
});

describe('predicting an output', () => {
  const fields = {
    type: 'predictOutput',
    code: 'print("a ")\nprint("b")',
    output: 'a \nb\n',
    mistakes: [{ answer: 'a b', feedback: 'Chaque print va à la ligne.' }],
    feedback: 'Pas tout à fait.',
  };

  it.each(['a\nb', 'a \nb\n\n', 'a\r\nb\r\n', 'a\rb'])('does not mind invisible differences: %j', async (text) => {
    expect(await grade(fields, text)).toMatchObject({ verdict: 'CORRECT' });
  });

  it('minds the others', async () => {
    expect(await grade(fields, 'A\nb')).toMatchObject({ verdict: 'INCORRECT', feedback: { fr: 'Pas tout à fait.' } });
    expect(await grade(fields, 'a b')).toMatchObject({ feedback: { fr: 'Chaque print va à la ligne.' } });
    expect(await grade(fields, ' a\nb')).toMatchObject({ verdict: 'INCORRECT' });
  });
});
