import { describe, expect, it } from '@jest/globals';
import { questionSchema } from '../../../src/services/content/content-schema.js';
import { gradeAnswer } from '../../../src/services/grading/grade-answer.js';

const grader = { grade: () => Promise.reject(new Error('nothing here is code')) };
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

  it.each([
    ['range(1, 11)', 'range( 1,11 )'],
    ['x = -1', 'x=-1'],
    ['not  a', 'not a'],
    ["{'a': 1}", '{"a":1}'],
    ['prix >= 3.5', 'prix>=3.5'],
  ])('reads %s and %s alike, as Python does', async (accepted, given) => {
    const spaced = { ...fields, template: '___', blanks: [{ accepted: [accepted] }] };
    expect(await grade(spaced, given)).toMatchObject({ verdict: 'CORRECT' });
  });

  it.each([
    ['a == b', 'a = = b'],
    ['"un deux"', '"undeux"'],
    ['not a', 'nota'],
    ['3.5', '3 .5'],
    ['a // b', 'a / / b'],
  ])('does not take for %s what Python reads otherwise: %s', async (accepted, given) => {
    const spaced = { ...fields, template: '___', blanks: [{ accepted: [accepted] }] };
    expect(await grade(spaced, given)).toMatchObject({ verdict: 'INCORRECT' });
  });

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

describe('true or false, with a reason', () => {
  const fields = {
    type: 'trueFalse',
    answer: false,
    reasons: [
      { id: 'a', text: '`==` compare.' },
      { id: 'b', text: '`==` affecte.', feedback: 'Que fait `=` ?', en: { feedback: 'What does `=` do?' } },
    ],
    reason: 'a',
    feedback: 'Essayez le programme.',
  };

  it('is right with the right verdict for the right reason', async () => {
    expect(await grade(fields, 'false', 'a')).toMatchObject({ verdict: 'CORRECT', scoreRatio: 1 });
  });

  it('gives half for the right verdict for a wrong reason, and says what is wrong with it', async () => {
    expect(await grade(fields, 'false', ' b ')).toMatchObject({
      verdict: 'PARTIAL',
      scoreRatio: 0.5,
      feedback: { fr: 'Que fait `=` ?', en: 'What does `=` do?' },
    });
  });

  it('gives nothing for the wrong verdict, whatever the reason', async () => {
    for (const reason of ['a', 'b']) {
      expect(await grade(fields, 'true', reason)).toMatchObject({
        verdict: 'INCORRECT',
        scoreRatio: 0,
        feedback: { fr: 'Essayez le programme.' },
      });
    }
  });

  it.each([[['false']], [['a', 'false']], [['faux', 'a']], [['false', 'z']], [['false', 'a', 'b']], [['']], [[]]])(
    'refuses %j',
    async (answer) => {
      await expect(grade(fields, ...answer)).rejects.toMatchObject({
        code: 'BAD_USER_INPUT',
        fields: [{ path: ['input', 'answer'], code: 'WRONG_SHAPE' }],
      });
    },
  );
});

describe('explaining an error', () => {
  const step = (answer: string) => ({
    prompt: 'Pourquoi ?',
    choices: [
      { id: 'a', text: 'A', ...(answer === 'a' ? {} : { feedback: 'Pas A.' }) },
      { id: 'b', text: 'B', ...(answer === 'b' ? {} : { feedback: 'Pas B.' }) },
    ],
    answer,
  });
  const fields = {
    type: 'explainError',
    code: 'prnt(1)',
    error: 'NameError',
    steps: [step('a'), step('b'), step('a')],
  };

  it('is right when every step is, and gives the share of the right ones', async () => {
    expect(await grade(fields, 'a', 'b', 'a')).toMatchObject({ verdict: 'CORRECT' });
    expect((await grade(fields, 'a', 'b', 'b')).scoreRatio).toBeCloseTo(2 / 3);
    expect(await grade(fields, 'a', 'a', 'b')).toMatchObject({
      verdict: 'PARTIAL',
      feedback: { fr: 'Pas A.\n\nPas B.' },
    });
    expect(await grade(fields, 'b', 'a', 'b')).toMatchObject({ verdict: 'INCORRECT', scoreRatio: 0 });
  });

  it.each([[['a', 'b']], [['a', 'b', 'z']], [['a', 'b', 'a', 'a']], [[]]])('refuses %j', async (answer) => {
    await expect(grade(fields, ...answer)).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
  });
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
