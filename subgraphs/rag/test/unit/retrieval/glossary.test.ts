import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { createGlossary } from '../../../src/services/retrieval/glossary.js';
import { glossaryJsonSchema, readVocabulary } from '../../../src/services/retrieval/glossary-files.js';
import { content, vocabulary } from '../../lesson-passages.js';

async function read(files: Record<string, string>) {
  const folder = await mkdtemp(join(tmpdir(), 'glossary-'));
  try {
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
    return await readVocabulary(pathToFileURL(`${folder}/`));
  } finally {
    await rm(folder, { recursive: true });
  }
}

describe('the glossary', () => {
  it('knows at least 150 notions, and what is not Python’s', async () => {
    const { entries, elsewhere } = await vocabulary();
    expect(entries.length).toBeGreaterThanOrEqual(150);
    expect(elsewhere).toContain('java');
  });

  it('has the schema that editors check it against', async () => {
    const written: unknown = JSON.parse(await readFile(new URL('glossary/glossary.schema.json', content), 'utf8'));
    expect(written).toEqual(glossaryJsonSchema());
  });

  it('names every file that is wrong, and what is wrong with it', async () => {
    const wrong = read({
      'a.yaml': 'entries: [{ fr: [seul] }]',
      'b.yaml': 'entries: [{ fr: [pour le, avec], en: [x, list] }]',
      'c.yaml': 'entries: [{ french: [liste] }]',
    });
    await expect(wrong).rejects.toThrow(/a\.yaml: .*two names(.|\n)*b\.yaml: “pour le”(.|\n)*c\.yaml: /);
  });

  it('gives all other names of a notion, in any of its forms, and finds names of several words', () => {
    const glossary = createGlossary([{ fr: ['chaîne de caractères', 'texte'], en: ['string'], python: ['str.upper'] }]);
    expect(glossary.others(['text'])).toEqual(expect.arrayContaining([['chain', 'caracter'], ['id:str.upper']]));
    expect(glossary.phrasesIn(['cre', 'chain', 'caracter'])).toEqual([['chain', 'caracter']]);
    expect(glossary.phrasesIn(['caracter', 'chain'])).toEqual([]);
    expect(glossary.knows('text')).toBe(true);
    expect(glossary.knows('chain')).toBe(false);
  });
});
