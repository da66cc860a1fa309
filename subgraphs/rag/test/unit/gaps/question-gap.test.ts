import { describe, expect, it } from '@jest/globals';
import { gapOf, masked } from '../../../src/services/gaps/question-gap.js';

describe('what authors see of a question', () => {
  it('is the same for those that ask the same in other words around it', () => {
    const keys = ['C’est quoi un décorateur ?', 'un decorateur c koi', 'Expliquez-moi les décorateurs'].map(
      (query) => gapOf(query)?.key,
    );
    expect(new Set(keys).size).toBe(1);
    expect(gapOf('c’est quoi un pointeur')?.key).not.toBe(keys[0]);
  });

  it('is nothing where nothing is asked', () => {
    expect([gapOf('merci'), gapOf('???'), gapOf('')]).toEqual([null, null, null]);
  });

  it.each([
    ['lea.martin@example.org', 'mon code est chez lea.martin@example.org merci'],
    ['lea (at) example.org', 'écrivez à lea (at) example.org'],
    ['06 12 34 56 78', 'appelez le 06 12 34 56 78 pour python'],
    ['+33 6.12.34.56.78', 'tel +33 6.12.34.56.78'],
    ['4970101234567890', 'ma carte 4970101234567890'],
    ['https://example.org/u/lea?token=1', 'regarde https://example.org/u/lea?token=1'],
    ['@lea_m', 'sur insta @lea_m'],
    ['Léa Martin', 'Je m’appelle Léa Martin, comment faire un décorateur'],
    ['Martin', 'File "C:\\Users\\Léa Martin\\tp.py", line 3'],
    ['Martin', "open('C:\\\\Users\\\\Léa Martin\\\\Bureau\\\\notes.txt') ne marche pas"],
    ['Léa', 'C:\\Utilisateurs\\Léa\\tp.py plante'],
    ['lea.martin', 'File "/home/lea.martin/x.py", line 3'],
    ['lea.martin', 'comment sortir de /home/lea.martin'],
    ['lea.martin', 'ouvrir /home/users/l2/lea.martin/x.py et y.py'],
    ['Martin', 'python "/Users/Léa Martin/Documents/x.py"'],
    ['Martin', 'C:\\Users\\Léa Martin> python ne marche pas'],
    ['Martin', 'que veut dire D:\\Cours de Léa Martin\\tp.py'],
    ['Martin', 'File "\\\\lycee-srv\\eleves$\\Léa Martin\\tp.py", line 3'],
    ['lea.martin', 'open("\\\\\\\\srv\\\\eleves\\\\lea.martin\\\\notes.txt") plante'],
    ['lycee-srv', 'mon fichier est sur \\\\lycee-srv\\eleves\\lea.martin\\x.py merci'],
    ['lea.martin', 'mon dossier \\\\lycee-srv\\eleves\\lea.martin disparait'],
    ['lea.martin', 'lea.martin@ubuntu:~/tp$ python x.py'],
    ['lea.martin', '(base) lea.martin@MacBook-Air-de-Lea tp % python x.py'],
  ])('does not hold %s', (personal, query) => {
    expect(masked(query)).not.toContain(personal);
    expect(gapOf(query)?.question).toContain('[…]');
  });

  it('keeps the name of a file', () => {
    expect(masked('File "C:\\Users\\Léa Martin\\tp 1.py", line 3')).toBe('File "[…]\\tp 1.py", line 3');
    expect(masked("open('/home/lea/x.py') et open('/home/lea/data/y.csv')")).toBe(
      "open('[…]/x.py') et open('[…]/y.csv')",
    );
    expect(masked('File "main.py", line 3')).toBe('File "main.py", line 3');
    expect(masked('print("x:\\n") et a / b / c et src/main.py')).toBe('print("x:\\n") et a / b / c et src/main.py');
  });

  it('is found at once in any text', () => {
    const hostile = ['/home/a', 'C:\\', 'C:\\Users\\', '\\\\', '\\\\a\\', ' a', '/', "a'", '@', 'a.'].map((part) =>
      part.repeat(600),
    );
    for (const text of hostile) expect(typeof masked(text)).toBe('string');
  });

  it('keeps what is Python’s', () => {
    const asked = 'que fait @property devant def ? et range(1, 1000000) ou 3.14159265 ?';
    expect(masked('range(0, 100, 5)')).toBe('range(0, 100, 5)');
    expect(masked(asked)).toBe(asked);
    expect(masked('que fait "\\\\d+\\\\w" ?')).toBe('que fait "\\\\d+\\\\w" ?');
    expect(masked('@property\ndef nom(self):')).toContain('@property');
  });

  it('is cut where it goes on and on', () => {
    expect(gapOf('décorateur '.repeat(100))?.question.length).toBeLessThan(310);
  });
});
