import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createGrader, createGraderClient, type Grader, type GraderClient } from '@doctorpy/grader';
import { startProcess } from '@doctorpy/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openContentFolder } from '../../../src/services/content/load-content.js';
import { openContent } from '../../../src/services/content/parse-content.js';
import { rehearseContent } from '../../../src/services/rehearsal/rehearse-content.js';
import { workshopSource } from '../workshop.js';

let folder: string;
let grader: Grader;
let client: GraderClient;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'quest-content-'));
  const socketPath = join(folder, 'grader.sock');
  const silent = { info: () => {}, warn: () => {}, error: () => {} };
  grader = await createGrader({ socketPath, log: silent, interpreters: 1, deadlineMs: 30_000 });
  await grader.listen();
  client = createGraderClient({ socketPath, timeoutMs: 40_000 });
}, 60_000);
afterAll(async () => {
  await client.close();
  await grader.close();
  await rm(folder, { recursive: true, force: true });
});

describe('the authored content, played with the real grader', () => {
  it('takes every right answer, knows every listed mistake, and runs as it says', async () => {
    expect(await rehearseContent(openContentFolder(new URL('../../../content/', import.meta.url)), client)).toEqual([]);
  }, 600_000);
});

describe('an author’s mistakes', () => {
  it('are none in a quest that is right', async () => {
    expect(await problemsOf()).toEqual([]);
  }, 300_000);

  it.each<[string, [string, string][], RegExp]>([
    [
      'an error that Python words otherwise',
      [['can only concatenate str (not "int") to str', 'must be str, not int']],
      /^quests\/python_basics\/test_workshop_101\.yaml:\d+ questions\[1\]\.error \(test_workshop_101 q2\): is not what Python says: TypeError: can only concatenate/,
    ],
    ['a program that raises nothing', [['total = prix + 3', 'total = prix + "3"']], /q2\): raises no error/],
    [
      'an accepted solution that fails a test',
      [['expect: "12.0"', 'expect: "13.0"']],
      /accepted\[0\] \(test_workshop_101 q3\): fails its own tests: .*moyenne\(\[10, 14\]\)/,
    ],
    [
      'a mistake that passes all tests',
      [
        [
          'return sum(notes) / len(notes)\n        feedback',
          'return 0 if notes == [] else sum(notes) / len(notes)\n        feedback',
        ],
      ],
      /mistakes\[0\]\.code \(test_workshop_101 q3\): passes all tests/,
    ],
    [
      'a broken program that works',
      [['print("Bonjour", prenon)', 'print("Bonjour " + prenom)']],
      /questions\[3\]\.code \(test_workshop_101 q4\): passes all tests/,
    ],
    [
      'a test that compares inside Python',
      [['{ call: "moyenne([10, 14])", expect: "12.0" }', '{ call: "moyenne([10, 14]) == 12", expect: "True" }']],
      /tests \(test_workshop_101 q3\): cannot be judged by the grader: .*compares within Python/,
    ],
    [
      'a construct that the reference itself uses',
      [['construct: while', 'construct: if']],
      /accepted\[0\] \(test_workshop_101 q3\): fails its own tests/,
    ],
    [
      'Python in a prompt that does not parse',
      [['prompt: Réparez ce programme, qui salue.', 'prompt: "Réparez.\\n\\n```python\\nprint(\\n```"']],
      /prompt \(test_workshop_101 q4\): holds Python that does not parse, at its line 1/,
    ],
  ])(
    '%s',
    async (_mistake, replacements, message) => {
      const problems = await problemsOf(...replacements);
      expect(problems).toContainEqual(expect.stringMatching(message));
    },
    120_000,
  );
});

it('npm run content:check says what is wrong, and fails', async () => {
  const check = await startProcess({
    script: 'subgraphs/quest/scripts/content.ts',
    args: ['check', new URL('broken', import.meta.url).pathname],
  });
  expect(await check.exited).toBe(1);
  expect(check.output()).toMatch(
    /quests\/basics\/first\.yaml:\d+ questions\[0\]\.output \(first q1\): is not what Python prints: "2/,
  );
}, 300_000);

/** What is said of the workshop with some of its text replaced. */
async function problemsOf(...replacements: [string, string][]): Promise<string[]> {
  let text = workshopSource;
  for (const [before, after] of replacements) {
    if (!text.includes(before)) throw new Error(`the workshop does not contain ${before}`);
    text = text.replace(before, () => after);
  }
  const files = [
    { path: 'categories.yaml', text: '- { id: python_basics, title: Bases, summary: Les bases. }' },
    { path: 'achievements.yaml', text: '[]' },
    { path: 'quests/python_basics/test_workshop_101.yaml', text },
  ];
  return rehearseContent(openContent(files), client);
}
