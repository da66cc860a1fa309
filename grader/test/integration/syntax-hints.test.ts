import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { SyntaxKind } from '../../src/contract.js';
import { type GraderUnderTest, startGrader } from '../grader-under-test.js';

let running: GraderUnderTest;
beforeAll(async () => {
  running = await startGrader();
}, 60_000);
afterAll(() => running.stop());

/** What a beginner wrote, the kind, the line, and a piece of the French hint. */
const CASES: [code: string, kind: SyntaxKind, line: number, hint: string][] = [
  ['age = 20\nif age > 18\n    print("majeur")', 'MISSING_COLON', 2, 'deux-points'],
  ['for i in range(3)\n    print(i)', 'MISSING_COLON', 1, '`for`'],
  ['def f()\n    return 1', 'MISSING_COLON', 1, '`def`'],
  ['print("bonjour"', 'UNCLOSED_BRACKET', 1, 'parenthèse'],
  ['x = 1\nnotes = [1, 2', 'UNCLOSED_BRACKET', 2, 'crochet'],
  ['d = {"a": 1', 'UNCLOSED_BRACKET', 1, 'accolade'],
  ['print("a"))', 'UNMATCHED_BRACKET', 1, '`)`'],
  ['x = (1, 2]', 'UNMATCHED_BRACKET', 1, '`]`'],
  ['nom = "Léa', 'UNCLOSED_STRING', 1, 'guillemet'],
  ["print('l'ami')", 'UNCLOSED_STRING', 1, 'apostrophe'],
  ['nom = """Léa', 'UNCLOSED_STRING', 1, 'refermé'],
  ['if age = 18:\n    print(1)', 'ASSIGNMENT_IN_CONDITION', 1, '`==`'],
  ['while n = 3:\n    n = 2', 'ASSIGNMENT_IN_CONDITION', 1, '`==`'],
  ['if x:\nprint(x)', 'MISSING_INDENT', 2, 'quatre espaces'],
  ['x = 1\n  y = 2', 'UNEXPECTED_INDENT', 2, 'décalée'],
  ['if x:\n    a = 1\n  b = 2', 'INCONSISTENT_INDENT', 3, 'bloc'],
  ['if x:\n\ta = 1\n        b = 2', 'TABS_AND_SPACES', 3, 'tabulations'],
  ['2age = 25', 'INVALID_NAME', 1, '`2age`'],
  ['mon-age = 25', 'INVALID_NAME', 1, '`mon-age`'],
  ['mon age = 25', 'INVALID_NAME', 1, '`mon age`'],
  ['class = "6e"', 'KEYWORD_AS_NAME', 1, '`class`'],
  ['True = 1', 'KEYWORD_AS_NAME', 1, '`True`'],
  ['for = 3', 'KEYWORD_AS_NAME', 1, '`for`'],
  ['print(« bonjour »)', 'TYPOGRAPHIC_QUOTES', 1, '«'],
  ['print(“bonjour”)', 'TYPOGRAPHIC_QUOTES', 1, '“'],
  ['nom = ‘Léa’', 'TYPOGRAPHIC_QUOTES', 1, '‘'],
  ['print "bonjour"', 'PRINT_WITHOUT_PARENTHESES', 1, '`print(...)`'],
  ['print x', 'PRINT_WITHOUT_PARENTHESES', 1, 'parenthèses'],
  ['if x:\n    a = 1\nelse if y:\n    a = 2', 'ELSE_IF', 3, '`elif`'],
  ['if x:\n    a = 1\nelseif y:\n    a = 2', 'ELSE_IF', 3, '`elif`'],
  ['if x:\n    a = 1\nelse x > 3:\n    a = 2', 'ELSE_WITH_CONDITION', 3, '`else:`'],
  ['else:\n    a = 2', 'ELSE_WITHOUT_IF', 1, '`else`'],
  ['i = 0\ni++', 'INCREMENT_OPERATOR', 2, '`+= 1`'],
  ['i--', 'INCREMENT_OPERATOR', 1, '`-= 1`'],
  ['if a && b:\n    c = 1', 'FOREIGN_OPERATOR', 1, '`and`'],
  ['if a || b:\n    c = 1', 'FOREIGN_OPERATOR', 1, '`or`'],
  ['if !a:\n    c = 1', 'FOREIGN_OPERATOR', 1, '`not`'],
  ['if a => 3:\n    c = 1', 'FOREIGN_OPERATOR', 1, '`>=`'],
  ['If a:\n    c = 1', 'KEYWORD_CASE', 1, '`If`'],
  ['si age > 18:\n    print(1)', 'FRENCH_KEYWORD', 1, '`if`'],
  ['pour i in range(3):\n    print(i)', 'FRENCH_KEYWORD', 1, '`for`'],
  ['tant que x:\n    print(1)', 'FRENCH_KEYWORD', 1, '`while`'],
  ['25 = age', 'REVERSED_ASSIGNMENT', 1, '`age`'],
  ['f(x) = 3', 'INVALID_TARGET', 1, 'nom de variable'],
  ['jour = 07', 'LEADING_ZEROS', 1, 'zéro'],
  ['>>> x = 1', 'PROMPT_COPIED', 1, 'invite'],
  ['a\u00a0= 3', 'INVALID_CHARACTER', 1, 'invisible'],
  ['aire = 3 × 4', 'INVALID_CHARACTER', 1, '`*`'],
  ['prix€ = 3', 'INVALID_CHARACTER', 1, '€'],
  ['print("a" 3 4)', 'MISSING_COMMA', 1, 'virgule'],
  ['x = 3\nreturn x', 'OUTSIDE_FUNCTION', 2, '`def`'],
  ['break', 'OUTSIDE_LOOP', 1, 'boucle'],
  ['print(f"{nom")', 'F_STRING', 1, 'accolade'],
  ['age =', 'INCOMPLETE', 1, '`=`'],
];

describe('a beginner’s syntax error is explained in French, at its line', () => {
  it.each(CASES)('%j: %s', async (submission, kind, line, piece) => {
    const outcome = await running.client.compare({ submission, accepted: ['reponse = 42'] });
    expect(outcome).toMatchObject({ outcome: 'SYNTAX_ERROR', kind, line });
    if (outcome.outcome !== 'SYNTAX_ERROR') throw new Error('unreachable');
    expect(outcome.hint.fr).toContain(piece);
    expect(outcome.hint.fr).toMatch(new RegExp(`^Ligne ${line} : `));
    expect(outcome.hint.en).toMatch(new RegExp(`^Line ${line}: `));
    expect(`${outcome.hint.fr}${outcome.hint.en}`).not.toMatch(/reponse|42|\b(?:tu|ton|ta|tes)\b/i);
  });
});
