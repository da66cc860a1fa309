import { describe, expect, it } from '@jest/globals';
import { situationOf } from '../../../src/services/templates/situation.js';

const traceback = `Traceback (most recent call last):
  File "main.py", line 3, in <module>
    print(prenom)
NameError: name 'prenom' is not defined. Did you mean: 'prénom'?`;

describe('the situation of a question', () => {
  it.each([
    ['a whole traceback', `Bonjour, que veut dire ceci ?\n\n${traceback}`],
    [
      'a traceback without its first line',
      '  File "<stdin>", line 1\n    if x = 3:\n         ^\nSyntaxError: invalid syntax',
    ],
    ['a message at the end of a sentence', "J’ai toujours NameError: name 'x' is not defined"],
    ['a message in the middle of a sentence', 'Pourquoi ZeroDivisionError: division by zero quand j’écris 3 / 0 ?'],
    ['a message in an English sentence', 'Why do I get TypeError: can only concatenate str (not "int") to str here?'],
    ['a message between quotation marks', "On me répond « KeyError: 'age' », que faire ?"],
    ['a message between backquotes', 'Mon programme affiche `IndentationError: unexpected indent`.'],
    ['a message under its module', 'json.decoder.JSONDecodeError: Expecting value: line 1 column 1 (char 0)'],
    ['a message that a tester marked', 'E   AssertionError: assert 3 == 4'],
    ['a warning', '<string>:1: SyntaxWarning: invalid escape sequence'],
    ['an interruption', 'KeyboardInterrupt: arrêté'],
  ])('is an error message when it holds %s', (_what, query) => {
    expect(situationOf(query, null)).toBe('ERROR_MESSAGE');
    expect(situationOf(query.replaceAll('\n', '\r\n'), null)).toBe('ERROR_MESSAGE');
  });

  it.each([
    ['the name of an error alone', 'C’est quoi une NameError ?'],
    ['the name of an error before a French colon', 'TypeError : quand est-ce que ça arrive ?'],
    ['the name of an error alone, in English', 'When does Python raise a ValueError?'],
    ['an error told in French', 'Python me dit que le nom age n’est pas défini, erreur de nom : que faire ?'],
    ['an error told in English', 'It says that the variable is not defined. What is wrong?'],
    ['code that handles an error', 'Que fait ce code ?\ntry:\n    f()\nexcept ValueError:\n    print("non")'],
    ['code that handles an error in one line', 'try: f()\nexcept ValueError: pass'],
    ['code that handles several', 'except (TypeError, ValueError): print(1)'],
    ['code that raises an error', 'raise ValueError("âge négatif")'],
    ['code that prints what looks like one', 'print("ValueError: il faut un nombre")'],
    ['a class of errors', 'class SoldeError(Exception): pass'],
    ['a path to a file', 'Comment ouvrir le File "notes.txt" ?'],
    ['nothing of the kind', 'Comment créer une liste ?'],
  ])('is free when it holds %s', (_what, query) => {
    expect(situationOf(query, null)).toBe('FREE');
  });

  it('is that of a quest whenever there is one, with or without an error message', () => {
    expect(situationOf('Comment créer une liste ?', 'python_lists_101')).toBe('IN_QUEST');
    expect(situationOf(traceback, 'python_lists_101')).toBe('IN_QUEST');
  });

  it('is found at once in any text', () => {
    const longest = 2000;
    const hostile = ['A', 'Error', 'except ', 'a.', ' File "', '("', 'ValueError', ' ', '\n', '> ', 'A ', '| '].map(
      (part) => part.repeat(longest / part.length),
    );
    hostile.push(`except${' '.repeat(longest)}A`, `(${' '.repeat(longest)}A`, `except${' A'.repeat(longest / 2)}`);
    for (const query of hostile) expect(situationOf(query, null)).toBe('FREE');
  });
});
