import { describe, expect, it } from '@jest/globals';
import { readOwnSet } from '../../../eval/own-set.js';
import { questionLanguage } from '../../../src/services/retrieval/question-language.js';

describe('the language of a question', () => {
  it('is told from its words', () => {
    expect(questionLanguage('comment parcourir une liste')).toBe('fr');
    expect(questionLanguage('how do I loop over a list?')).toBe('en');
    expect(questionLanguage('cest koi une variable')).toBe('fr');
    expect(questionLanguage('Why does `print("bonjour à tous")` show nothing?')).toBe('en');
  });

  it('is not that of a message that was pasted', () => {
    expect(questionLanguage("NameError: name 'age' is not defined")).toBeNull();
    expect(questionLanguage("TypeError: 'int' object is not iterable\nje comprends pas")).toBe('fr');
    expect(questionLanguage('Traceback (most recent call last):\n  File "a.py", line 2, in <module>')).toBeNull();
    expect(questionLanguage('pourquoi ça dit can only concatenate str (not "int") to str')).toBe('fr');
  });

  it('is nobody’s where only names are said', () => {
    for (const query of [
      '',
      'print',
      'while True',
      'list comprehension',
      '```python\nfor i in the_list:\n  pass\n```',
    ]) {
      expect([query, questionLanguage(query)]).toEqual([query, null]);
    }
  });

  it('is never the wrong one for a question of ours', async () => {
    const { queries, offTopic } = await readOwnSet();
    const asked = [...queries, ...offTopic.map((query) => ({ query, set: 'off' }))];
    const other = (set: string) => (set === 'english' ? 'fr' : 'en');
    expect(asked.filter(({ query, set }) => questionLanguage(query) === other(set))).toEqual([]);
    const english = queries.filter(({ set }) => set === 'english');
    expect(english.length).toBeGreaterThanOrEqual(40);
    expect(english.filter(({ query }) => questionLanguage(query) === 'en').length / english.length).toBeGreaterThan(
      0.85,
    );
  });
});
