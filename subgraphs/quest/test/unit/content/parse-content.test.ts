import { describe, expect, it } from '@jest/globals';
import { type ContentFile, parseContent } from '../../../src/services/content/parse-content.js';
import { broken, quest, validContent } from './valid-content.js';

const first = 'quests/basics/first.yaml';

describe('content that fits together', () => {
  const files = Object.entries(validContent).map(([path, text]) => ({ path, text }));

  it('is read with its defaults filled in', () => {
    const { quests, categories, achievements } = parseContent(files);
    expect(quests[0]?.questions.map((question) => question.type)).toEqual([
      'singleChoice',
      'multipleChoice',
      'fillIn',
      'ordering',
      'matching',
      'predictOutput',
      'code',
      'trueFalse',
      'explainError',
      'repairCode',
    ]);
    expect(quests[0]?.questions[6]).toMatchObject({ hints: [], visibleTests: [], accepted: ['a = 1'] });
    expect(categories).toHaveLength(1);
    expect(achievements[0]?.rule).toEqual({ kind: 'questsCompleted', atLeast: 1 });
  });

  it('puts a quest after its prerequisites, whatever the file names', () => {
    const renamed = [
      ...files.slice(0, 2),
      { path: 'quests/basics/after.yaml', text: quest('after', 'prerequisites: [before]') },
      { path: 'quests/basics/before.yaml', text: quest('before', 'prerequisites: []') },
    ];
    expect(parseContent(renamed).quests.map(({ id }) => id)).toEqual(['before', 'after']);
  });
});

describe('content with a mistake is refused, saying where and what to do', () => {
  it.each<[string, ContentFile[], RegExp]>([
    [
      'YAML that does not parse',
      broken(first, ['id: first', 'id: [first']),
      /first\.yaml:2 the file: is not valid YAML/,
    ],
    ['a missing field', broken(first, ['summary: Pour apprendre.\n', '']), /first\.yaml:1 summary: is missing: add it/],
    ['a misspelt key', broken(first, ['summary:', 'sumary:']), /unknown keys sumary: remove them or correct/],
    ['an unknown question type', broken(first, ['type: code', 'type: essay']), /questions\[6\].*unknown kind/],
    ['a text of the wrong form', broken(first, ['Une quête', '12']), /first\.yaml:3 title: must be string/],
    ['a question worth nothing', broken(first, ['points: 5', 'points: 0']), /:11 questions\[0\]\.points: .*above 0/],
    ['a question key that is not q1, q2…', broken(first, ['key: q1', 'key: one']), /key: must be q1, q2/],
    ['a question key used twice', broken(first, ['key: q2', 'key: q1']), /questions\[1\]\.key: q1 is already taken/],
    ['a single choice', broken(first, [', { id: b, text: Deux, feedback: Non. }]', ']']), /at least two choices/],
    [
      'two right answers to a single choice',
      broken(first, ['answer: a }', 'answer: [a, b] }']),
      /answer: must be string/,
    ],
    [
      'a right answer that is no choice',
      broken(first, ['answer: a }', 'answer: d }']),
      /names d, which does not exist/,
    ],
    [
      'a choice id used twice',
      broken(first, ['id: b, text: Deux', 'id: a, text: Deux']),
      /choices\[1\]\.id: a is already/,
    ],
    [
      'a wrong choice left without feedback',
      broken(first, [', feedback: Non. }]', ' }]']),
      /choices\[1\]\.feedback: is missing/,
    ],
    ['an unknown right choice among several', broken(first, ['[a, c]', '[a, d]']), /questions\[1\]\.answer: names d/],
    ['a right choice named twice', broken(first, ['[a, c]', '[a, c, c]']), /answer: names c twice/],
    ['more ___ than blanks', broken(first, ['a ___ 1', '___ ___ 1']), /template: has 2 ___ for 1 blanks/],
    ['a mistake in a blank that is accepted', broken(first, ['answer: "=="', 'answer: "="']), /also a right answer/],
    ['a solution that forgets an item', broken(first, ['"1:a"]]', '"1:b"]]']), /must name each of a, b exactly once/],
    ['a solution that uses a distractor', broken(first, ['"1:a"]]', '"1:a", "1:c"]]']), /and no distractor/],
    ['a solution without indentation', broken(first, ['"1:a"]]', '"a"]]']), /lacks an indentation/],
    ['items listed in the right order', broken(first, ['["0:b", "1:a"]]', '["0:a", "0:b"]]']), /shuffle them/],
    [
      'a distractor without feedback',
      broken(first, [', distractor: true, feedback: Non.', ', distractor: true']),
      /items\[2\]\.feedback: is missing/,
    ],
    [
      'feedback on an item that is no distractor',
      broken(first, ['text: pass', 'text: pass, feedback: Non.']),
      /is never shown/,
    ],
    ['a wrong order that is a solution', broken(first, ['["0:b", "0:a"]', '["0:b", "1:a"]']), /is also a solution/],
    [
      'a wrong order with an unknown item',
      broken(first, ['["0:b", "0:a"]', '["0:b", "0:d"]']),
      /mistakes\[0\]\.answer: names d/,
    ],
    ['a left item without its right one', broken(first, ['{ a: z, b: y }', '{ a: z }']), /has no right item for b/],
    ['an unknown right item', broken(first, ['b: y }', 'b: w }']), /names w, which does not exist/],
    ['an unknown left item', broken(first, ['b: y }', 'b: y, d: z }']), /names d, which does not exist/],
    ['a right item used twice', broken(first, ['b: y }', 'b: z }']), /names z twice/],
    [
      'a named mistake that is the right pair',
      broken(first, ['left: a, right: y', 'left: a, right: z']),
      /is the right pair/,
    ],
    [
      'right items in the order of the left ones',
      broken(first, ['{ a: z, b: y }', '{ a: y, b: z }'], ['left: a, right: y', 'left: a, right: z']),
      /shuffle them/,
    ],
    ['no output to predict', broken(first, ['output: "1", ', '']), /questions\[5\]\.output: is missing/],
    ['an empty output to predict', broken(first, ['output: "1"', 'output: " "']), /questions\[5\]\.output: is empty/],
    ['a predicted mistake that is the output', broken(first, ['answer: "2"', 'answer: "1"']), /also a right answer/],
    ['code without an accepted solution', broken(first, ['[a = 1]', '[]']), /at least one accepted solution/],
    ['an accepted solution given twice', broken(first, ['[a = 1]', '[a = 1, a = 1]']), /names a = 1 twice/],
    ['a code mistake that is accepted', broken(first, ['code: a == 1', 'code: a = 1']), /also a right answer/],
    [
      'a code mistake named twice',
      broken(first, ['[{ code: a == 1, feedback: Non. }]', '[{ code: b, feedback: A }, { code: b, feedback: B }]']),
      /is named twice/,
    ],
    ['a right reason that is not there', broken(first, ['reason: a', 'reason: c']), /reason: names c, which does not/],
    [
      'a wrong reason left without feedback',
      broken(first, ['text: Cela, feedback: Non.', 'text: Cela']),
      /reasons\[1\]\.feedback: is missing/,
    ],
    [
      'a verdict that is not true or false',
      broken(first, ['answer: false', 'answer: non']),
      /\[7\]\.answer: must be boolean/,
    ],
    [
      'a step without its right choice',
      broken(first, ['answer: c }] }', 'answer: e }] }']),
      /steps\[1\]\.answer: names e, which does not exist: use one of c, d/,
    ],
    [
      'a wrong choice of a step left without feedback',
      broken(first, ['text: "1", feedback: Non.', 'text: "1"']),
      /steps\[1\]\.choices\[1\]\.feedback: is missing/,
    ],
    ['a program to repair that is right', broken(first, ['code: broken', 'code: fixed = 1']), /break it, or correct/],
    [
      'a test that looks at nothing',
      broken(first, ['{ call: f(2), expect: "4" }', '{ name: Rien }']),
      /looks at nothing/,
    ],
    [
      'a test that looks at two things',
      broken(first, ['{ call: f(2), expect', '{ call: f(2), variable: x, expect']),
      /tests\[0\]: looks at several things/,
    ],
    ['a value that nothing has', broken(first, ['{ call: f(2), expect', '{ stdin: [a], expect']), /needs a call or a/],
    [
      'a value beside an exception',
      broken(first, ['expect: "4"', 'expect: "4", raises: ValueError']),
      /tests\[0\]\.raises: excludes expect/,
    ],
    ['bounds the wrong way round', broken(first, ['int: [0, 9]', 'int: [9, 0]']), /args\[0\]\.list\.int: begins above/],
    ['an unknown way to draw', broken(first, ['int: [0, 9]', 'dice: 6']), /args\[0\].*unknown kind/],
    ['an unknown construct', broken(first, ['requires: [def]', 'requires: [loops]']), /requires\[0\]: .*construct/],
    [
      'constructs without tests',
      broken(first, ['mistakes: [{ code: a == 1, feedback: Non. }]', 'mistakes: [], forbids: [while]']),
      /forbids: needs tests/,
    ],
    [
      'a concept that the quest does not list',
      broken(first, ['hidden: true, concept: variables', 'hidden: true, concept: boucles']),
      /tests\[2\]\.concept: names boucles/,
    ],
    ['a quest without questions', broken(first, ['questions:', 'questions: []\nother:']), /at least one question/],
    ['a quest in the wrong file', broken(first, ['id: first', 'id: third']), /belongs in quests\/basics\/third\.yaml/],
    [
      'a quest id used twice',
      broken('quests/basics/second.yaml', ['id: second', 'id: first']),
      /is already the id of quests\/basics\/first\.yaml/,
    ],
    ['an unknown category', broken(first, ['category: basics', 'category: magic']), /magic is not in categories\.yaml/],
    [
      'an unknown prerequisite',
      broken(first, ['prerequisites: []', 'prerequisites: [zero]']),
      /prerequisites\[0\]: names zero/,
    ],
    [
      'prerequisites that turn in a circle',
      broken(first, ['prerequisites: []', 'prerequisites: [second]']),
      /lead back to first itself/,
    ],
    [
      'a category id used twice',
      broken('categories.yaml', ['- {', '- { id: basics, title: T, summary: S. }\n- {']),
      /categories\.yaml:2 \[1\]\.id: basics is already/,
    ],
    [
      'an unknown achievement rule',
      broken('achievements.yaml', ['kind: questsCompleted', 'kind: luck']),
      /rule.*unknown kind/,
    ],
    [
      'an achievement for nothing',
      broken('achievements.yaml', ['atLeast: 1', 'atLeast: 0']),
      /rule\.atLeast: .*above 0/,
    ],
    [
      'a missing file',
      Object.entries(validContent)
        .slice(1)
        .map(([path, text]) => ({ path, text })),
      /^- categories\.yaml: is missing/m,
    ],
  ])('%s', (_mistake, files, message) => {
    expect(() => parseContent(files)).toThrow(message);
  });

  it('lists the problems of all files at once', () => {
    const files = [
      ...broken(first, ['points: 5', 'points: 0'], ['answer: "2"', 'answer: "1"']).filter(({ path }) => path === first),
      ...broken('achievements.yaml', ['points: 5', 'points: -5']).filter(({ path }) => path !== first),
    ];
    expect(() => parseContent(files)).toThrow(/2 problem\(s\):\n- achievements\.yaml.*\n- quests\/basics\/first\.yaml/);
  });
});
