import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { z } from 'zod';
import { type OwnSet, readOwnSet } from '../../../eval/own-set.js';
import { createLexicalEngine, type LexicalEngine } from '../../../src/services/retrieval/lexical-engine.js';
import { pastedError } from '../../../src/services/retrieval/pasted-error.js';
import { vocabulary } from '../../lesson-passages.js';

const file = z.array(
  z.object({ tool: z.string(), error: z.string(), gold: z.array(z.string()).min(1), paste: z.string() }),
);

let own: OwnSet;
let engine: LexicalEngine;
beforeAll(async () => {
  own = await readOwnSet();
  engine = createLexicalEngine({ passages: own.corpus, version: 1, vocabulary: await vocabulary() });
});

describe('an error that was pasted', () => {
  it('is answered by the passage about it first, whatever the files and lines around it speak of', async () => {
    const source = await readFile(new URL('../../fixtures/pasted-errors.yaml', import.meta.url), 'utf8');
    const pastes = file.parse(parse(source));
    const sections = new Map(own.corpus.map(({ id, section }) => [id, section]));
    const told = pastes.map(({ error, paste, gold }) => {
      const first = engine.search(paste, { limit: 1 }).hits[0]?.passage.id;
      const section = sections.get(first ?? '') ?? 'refused';
      return { error, section: gold.includes(section) ? 'right' : section };
    });
    expect(new Set(pastes.map(({ error }) => error)).size).toBeGreaterThanOrEqual(20);
    expect(told.filter(({ section }) => section !== 'right')).toEqual([]);
  });

  it('is no question about what its program names or asks', () => {
    const asked = (paste: string) => engine.search(paste, { limit: 1 }).hits[0]?.passage.headings.at(-1);
    expect(asked("    import pandas\nModuleNotFoundError: No module named 'pandas'")).toMatch(/import/);
    expect(
      asked('    age = int(input("quel âge as-tu ? "))\nValueError: invalid literal for int() with base 10: "x"'),
    ).toMatch(/^ValueError/);
  });
});

describe('what is read of a pasted error', () => {
  it('is its last line, and what the learner says around it', () => {
    const paste = [
      'slt pk ca marche pas',
      'Traceback (most recent call last):',
      '  File "C:\\Users\\Léa\\liste.py", line 4, in <module>',
      '    print(boucle[3])',
      '          ~~~~~~^^^',
      "json.decoder.JSONDecodeError: Expecting value of 'boucle'",
    ].join('\n');
    expect(pastedError(paste)).toEqual({
      name: 'JSONDecodeError',
      message: expect.stringMatching(/^Expecting value of\s*$/),
      around: 'slt pk ca marche pas',
    });
    expect(pastedError('pk jai une NameError: name x is not defined')?.around).toBe('pk jai une');
  });

  it('is nothing where a question only names one', () => {
    expect(pastedError('NameError')).toBeNull();
    expect(pastedError('c’est quoi une IndexError')).toBeNull();
    expect(pastedError('quelle différence entre KeyError et IndexError ?')).toBeNull();
  });

  it('is found at once in any text', () => {
    const hostile = ['AError', 'A ', '    ', 'x=', '>>> ', '~^', "'", ': ', 'AError:', '('].map((part) =>
      part.repeat(2000),
    );
    for (const text of [...hostile, hostile.join('\n')]) expect(() => pastedError(text)).not.toThrow();
  });
});
