import type { Language } from '@doctorpy/service-kit/caller';
import type { CodeTest } from '../content/code-test-schema.js';

/** The tests that a question shows beforehand, one text each: Python where it can be said in Python. */
export function visibleTests({ tests = [] }: { tests?: CodeTest[] | undefined }, language: Language): string[] {
  return tests.filter((test) => !test.hidden && !test.random).map((test) => shown(test, language));
}

function shown(test: CodeTest, language: Language): string {
  const { given, stdin = [], call, variable, expect, raises, stdout } = test;
  const subject = call ?? variable;
  const lines = given === undefined ? [] : [given];
  if (stdin.length > 0) lines.push(`# ${WORDS.typed[language]} ${stdin.join(' ⏎ ')}`);
  if (subject !== undefined) lines.push(expect === undefined ? subject : equality(subject, expect));
  if (raises !== undefined) lines.push(`# ${raises}`);
  if (stdout !== undefined) lines.push(`# ${WORDS.printed[language]}`, stdout.trimEnd());
  return lines.join('\n');
}

function equality(expression: string, value: string): string {
  return `${expression} ${['None', 'True', 'False'].includes(value) ? 'is' : '=='} ${value}`;
}

const WORDS = {
  typed: { fr: 'on tape\u00a0:', en: 'typed:' },
  printed: { fr: 's’affiche\u00a0:', en: 'printed:' },
};
