import type { ContentFile } from '../../../src/services/content/parse-content.js';

/** A small content folder that is valid: every test below breaks one thing in it. */
export const validContent: Record<string, string> = {
  'categories.yaml': '- { id: basics, title: Bases, summary: Les bases. }\n',
  'achievements.yaml':
    '- { id: first, title: Premier, description: Une quête., points: 5, rule: { kind: questsCompleted, atLeast: 1 } }\n',
  'quests/basics/first.yaml': quest('first', 'prerequisites: []'),
  'quests/basics/second.yaml': quest('second', 'prerequisites: [first]'),
};

/** A valid quest with one question of each type. */
export function quest(id: string, prerequisites: string): string {
  return `id: ${id}
version: 1
title: Une quête
summary: Pour apprendre.
category: basics
difficulty: BEGINNER
estimatedMinutes: 5
${prerequisites}
concepts: [variables]
questions:
  - { key: q1, type: singleChoice, prompt: Laquelle ?, points: 5, explanation: Ainsi.,
      choices: [{ id: a, text: Une }, { id: b, text: Deux, feedback: Non. }], answer: a }
  - { key: q2, type: multipleChoice, prompt: Lesquelles ?, points: 5, explanation: Ainsi., feedback: Encore.,
      choices: [{ id: a, text: Une }, { id: b, text: Deux, feedback: Non. }, { id: c, text: Trois }], answer: [a, c] }
  - { key: q3, type: fillIn, prompt: Complétez., points: 5, explanation: Ainsi., feedback: Non.,
      template: a ___ 1, blanks: [{ accepted: ["="], mistakes: [{ answer: "==", feedback: Non. }] }] }
  - { key: q4, type: ordering, prompt: Ordonnez., points: 5, explanation: Ainsi., feedback: Non., indented: true,
      items: [{ id: a, text: pass }, { id: b, text: "if x:" }, { id: c, text: end, distractor: true, feedback: Non. }],
      solutions: [["0:b", "1:a"]], mistakes: [{ answer: ["0:b", "0:a"], feedback: Non. }] }
  - { key: q5, type: matching, prompt: Associez., points: 5, explanation: Ainsi., feedback: Non.,
      left: [{ id: a, text: Un }, { id: b, text: Deux }], right: [{ id: y, text: "2" }, { id: z, text: "1" }],
      answer: { a: z, b: y }, mistakes: [{ left: a, right: y, feedback: Non. }] }
  - { key: q6, type: predictOutput, prompt: Que voit-on ?, points: 5, explanation: Ainsi., feedback: Non.,
      code: print(1), output: "1", mistakes: [{ answer: "2", feedback: Non. }] }
  - { key: q7, type: code, prompt: Écrivez., points: 5, explanation: Ainsi., feedback: Non.,
      accepted: [a = 1], mistakes: [{ code: a == 1, feedback: Non. }] }
  - { key: q8, type: trueFalse, prompt: Un est deux., points: 5, explanation: Ainsi., feedback: Relisez., concepts: [variables],
      answer: false, reasons: [{ id: a, text: Ceci }, { id: b, text: Cela, feedback: Non. }], reason: a }
  - { key: q9, type: explainError, prompt: Expliquez., points: 5, explanation: Ainsi., code: prnt(1), error: "NameError: …",
      steps: [{ prompt: Pourquoi ?, choices: [{ id: a, text: Nom }, { id: b, text: Type, feedback: Non. }], answer: a },
        { prompt: Que changer ?, choices: [{ id: c, text: prnt }, { id: d, text: "1", feedback: Non. }], answer: c }] }
  - { key: q10, type: repairCode, prompt: Réparez., points: 5, explanation: Ainsi., feedback: Non., code: broken,
      accepted: [fixed = 1], mistakes: [{ code: fixed, feedback: Non. }], requires: [def],
      tests: [{ call: f(2), expect: "4" }, { random: { call: f, args: [{ list: { int: [0, 9] }, length: [1, 5] }] } },
        { stdin: [Ana], stdout: Bonjour, hidden: true, concept: variables, feedback: Qui salue-t-on ? }] }
`;
}

/** The valid content with texts of one file replaced; each text must be there, so that no test passes by accident. */
export function broken(path: string, ...replacements: [string, string][]): ContentFile[] {
  const files = Object.entries(validContent).map(([file, text]) => ({ path: file, text }));
  const file = files.find((candidate) => candidate.path === path);
  if (!file) throw new Error(`validContent has no ${path}`);
  for (const [before, after] of replacements) {
    if (!file.text.includes(before)) throw new Error(`${path} does not contain ${before}`);
    file.text = file.text.replace(before, after);
  }
  return files;
}
